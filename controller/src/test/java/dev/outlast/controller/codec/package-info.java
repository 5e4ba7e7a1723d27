@NullMarked
package dev.outlast.controller.codec;

import org.jspecify.annotations.NullMarked;
