/// Tests of the one writer, with a scripted store and hands that only remember.
@NullMarked
package dev.outlast.controller.engine;

import org.jspecify.annotations.NullMarked;
