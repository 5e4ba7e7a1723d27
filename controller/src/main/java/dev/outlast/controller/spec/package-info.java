/// From task text to what the engine, the launchers and the buckets need of it.
@NullMarked
package dev.outlast.controller.spec;

import org.jspecify.annotations.NullMarked;
