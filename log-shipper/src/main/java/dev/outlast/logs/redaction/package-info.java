/// Secrets become asterisks before they reach the disk.
@NullMarked
package dev.outlast.logs.redaction;

import org.jspecify.annotations.NullMarked;
