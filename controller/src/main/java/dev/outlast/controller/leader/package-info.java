/// Who leads: who holds the data directory, or whose name is in the database.
@NullMarked
package dev.outlast.controller.leader;

import org.jspecify.annotations.NullMarked;
