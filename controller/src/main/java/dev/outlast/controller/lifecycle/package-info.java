/// The life of a job as pure decisions: no clock, thread, randomness, file, socket or logger.
@NullMarked
package dev.outlast.controller.lifecycle;

import org.jspecify.annotations.NullMarked;
