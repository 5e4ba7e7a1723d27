/// The `outlast` command: reads what the user typed, asks the controller, shows the answer.
@NullMarked
package dev.outlast.cli;

import org.jspecify.annotations.NullMarked;
