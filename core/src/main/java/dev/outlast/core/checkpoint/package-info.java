/// Manifests of complete checkpoints, and what an attempt may resume from.
@NullMarked
package dev.outlast.core.checkpoint;

import org.jspecify.annotations.NullMarked;
