/// Uploaded files: content-addressed archives, packed deterministically and unpacked with distrust.
@NullMarked
package dev.outlast.checkpointing.blob;

import org.jspecify.annotations.NullMarked;
