@NullMarked
package dev.outlast.logs.ship;

import org.jspecify.annotations.NullMarked;
