/// Tests of the pure core. [dev.outlast.controller.lifecycle.Life] drives one job event by event.
@NullMarked
package dev.outlast.controller.lifecycle;

import org.jspecify.annotations.NullMarked;
