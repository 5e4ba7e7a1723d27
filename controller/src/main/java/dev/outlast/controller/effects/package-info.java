/// The imperative shell: performs what the engine owes, watches clusters, pulls logs.
@NullMarked
package dev.outlast.controller.effects;

import org.jspecify.annotations.NullMarked;
