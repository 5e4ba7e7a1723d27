/// Rows and batches: what the engine writes and what readers see.
@NullMarked
package dev.outlast.core.store;

import org.jspecify.annotations.NullMarked;
