/// The whole system on one machine: a controller in a process of its own, real jobs, real crashes.
@NullMarked
package dev.outlast.e2e;

import org.jspecify.annotations.NullMarked;
