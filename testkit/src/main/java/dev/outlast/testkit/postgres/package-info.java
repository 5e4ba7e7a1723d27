/// A PostgreSQL server of the test's own.
@NullMarked
package dev.outlast.testkit.postgres;

import org.jspecify.annotations.NullMarked;
