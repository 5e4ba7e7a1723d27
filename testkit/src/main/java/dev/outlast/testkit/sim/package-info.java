/// The parts of a deterministic simulation: virtual time, seeded chance, a cloud with faults, and buckets.
@NullMarked
package dev.outlast.testkit.sim;

import org.jspecify.annotations.NullMarked;
