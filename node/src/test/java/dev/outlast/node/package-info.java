@NullMarked
package dev.outlast.node;

import org.jspecify.annotations.NullMarked;
