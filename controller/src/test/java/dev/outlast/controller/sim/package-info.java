/// The real engine, shell and observer under virtual time and a plan of faults, with invariants after every step.
@NullMarked
package dev.outlast.controller.sim;

import org.jspecify.annotations.NullMarked;
