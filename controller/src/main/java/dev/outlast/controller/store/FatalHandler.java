package dev.outlast.controller.store;

/// Told of an error after which this process must not go on writing: I/O failed, or the file is damaged.
///
/// The product ends the process; the next start recovers from the write-ahead log. Called at most once per store,
/// from the thread that met the error.
@FunctionalInterface
public interface FatalHandler {
    void fatal(String what, Throwable cause);
}
