/// How sealed segments go outside.
@NullMarked
package dev.outlast.logs.ship;

import org.jspecify.annotations.NullMarked;
