@NullMarked
package dev.outlast.checkpointing.store;

import org.jspecify.annotations.NullMarked;
