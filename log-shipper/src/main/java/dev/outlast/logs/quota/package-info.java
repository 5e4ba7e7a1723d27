/// Which log bytes go when there are too many.
@NullMarked
package dev.outlast.logs.quota;

import org.jspecify.annotations.NullMarked;
