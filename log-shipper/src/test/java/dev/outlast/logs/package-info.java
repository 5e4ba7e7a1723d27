@NullMarked
package dev.outlast.logs;

import org.jspecify.annotations.NullMarked;
