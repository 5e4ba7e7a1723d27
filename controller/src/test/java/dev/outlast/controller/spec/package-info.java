/// Tests of what is read from a task text for the lifecycle.
@NullMarked
package dev.outlast.controller.spec;

import org.jspecify.annotations.NullMarked;
