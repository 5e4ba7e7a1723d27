@NullMarked
package dev.outlast.provider.local;

import org.jspecify.annotations.NullMarked;
