@NullMarked
package dev.outlast.logs.pump;

import org.jspecify.annotations.NullMarked;
