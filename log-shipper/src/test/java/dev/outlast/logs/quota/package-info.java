@NullMarked
package dev.outlast.logs.quota;

import org.jspecify.annotations.NullMarked;
