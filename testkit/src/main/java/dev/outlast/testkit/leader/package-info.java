/// The contract of leadership, and an election that goes as told.
@NullMarked
package dev.outlast.testkit.leader;

import org.jspecify.annotations.NullMarked;
