/// Tests of what becomes of effects.
@NullMarked
package dev.outlast.controller.effects;

import org.jspecify.annotations.NullMarked;
