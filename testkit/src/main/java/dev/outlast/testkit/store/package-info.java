/// The contract of the store, and a store in memory that keeps it and fails on request.
@NullMarked
package dev.outlast.testkit.store;

import org.jspecify.annotations.NullMarked;
