@NullMarked
package dev.outlast.checkpointing;

import org.jspecify.annotations.NullMarked;
