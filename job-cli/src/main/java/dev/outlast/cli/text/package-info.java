/// How things look on a terminal.
@NullMarked
package dev.outlast.cli.text;

import org.jspecify.annotations.NullMarked;
