/// Rules that hold over all parts, each with its reason.
@NullMarked
package dev.outlast.dist;

import org.jspecify.annotations.NullMarked;
