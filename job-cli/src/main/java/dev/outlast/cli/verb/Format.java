package dev.outlast.cli.verb;

/// How an answer is printed.
enum Format {
    TABLE,
    JSON
}
