/// How answers look on a terminal.
@NullMarked
package dev.outlast.cli.show;

import org.jspecify.annotations.NullMarked;
