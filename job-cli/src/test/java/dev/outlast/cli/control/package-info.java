@NullMarked
package dev.outlast.cli.control;

import org.jspecify.annotations.NullMarked;
