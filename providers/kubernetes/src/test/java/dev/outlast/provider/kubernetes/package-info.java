@NullMarked
package dev.outlast.provider.kubernetes;

import org.jspecify.annotations.NullMarked;
