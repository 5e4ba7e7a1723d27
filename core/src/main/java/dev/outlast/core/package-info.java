/// Nouns and ports of Outlast. Pure: no clock, thread, randomness, file, socket or logger.
@NullMarked
package dev.outlast.core;

import org.jspecify.annotations.NullMarked;
