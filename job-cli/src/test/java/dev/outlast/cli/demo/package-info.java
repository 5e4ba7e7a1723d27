@NullMarked
package dev.outlast.cli.demo;

import org.jspecify.annotations.NullMarked;
