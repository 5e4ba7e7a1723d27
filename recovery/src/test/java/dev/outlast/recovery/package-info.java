/// Tests of the pure decisions.
@NullMarked
package dev.outlast.recovery;

import org.jspecify.annotations.NullMarked;
