/// Names of log pieces.
@NullMarked
package dev.outlast.core.log;

import org.jspecify.annotations.NullMarked;
