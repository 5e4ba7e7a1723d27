/// How states are written down: explicit tags, no class names, unknown members kept.
@NullMarked
package dev.outlast.controller.codec;

import org.jspecify.annotations.NullMarked;
