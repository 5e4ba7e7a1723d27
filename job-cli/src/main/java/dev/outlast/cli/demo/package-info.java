/// The demonstration: a job that loses its machine and ends all the same.
@NullMarked
package dev.outlast.cli.demo;

import org.jspecify.annotations.NullMarked;
