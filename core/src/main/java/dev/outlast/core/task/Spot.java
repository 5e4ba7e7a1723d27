package dev.outlast.core.task;

/// Whether the machines may be taken away by the provider. Unspecified is not NO: it matches a running cluster of
/// either sort, but asks for on-demand machines when one must be made.
public enum Spot {
    YES,
    NO,
    UNSPECIFIED
}
