/// A simulated PostgreSQL server, as several controllers see it: sessions, locks, late and lost statements.
@NullMarked
package dev.outlast.testkit.sim.postgres;

import org.jspecify.annotations.NullMarked;
