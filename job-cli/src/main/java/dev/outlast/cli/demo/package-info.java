/// `outlast demo`: a preemption and a recovery, shown and proven on one machine.
@NullMarked
package dev.outlast.cli.demo;

import org.jspecify.annotations.NullMarked;
