/// Logs on the controller's disk: segments by offset, written by one epoch, read while they grow. See
/// `docs/logs.md`.
@NullMarked
package dev.outlast.logs;

import org.jspecify.annotations.NullMarked;
