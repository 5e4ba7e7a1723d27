/// Reads checkpoints where they lie: bucket adapters, and the search for a resume point over them.
@NullMarked
package dev.outlast.checkpointing.store;

import org.jspecify.annotations.NullMarked;
