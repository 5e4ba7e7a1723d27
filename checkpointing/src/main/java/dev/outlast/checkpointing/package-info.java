/// Which checkpoints count, and where an attempt resumes. Pure: no clock, file, thread or randomness.
@NullMarked
package dev.outlast.checkpointing;

import org.jspecify.annotations.NullMarked;
