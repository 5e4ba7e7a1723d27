/// Bugs planted in copies and wrappers, to prove that the simulator sees them.
@NullMarked
package dev.outlast.controller.planted;

import org.jspecify.annotations.NullMarked;
