@NullMarked
package dev.outlast.checkpointing.blob;

import org.jspecify.annotations.NullMarked;
