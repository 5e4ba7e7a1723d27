/// Jobs, tasks, attempts, faults and outcomes.
@NullMarked
package dev.outlast.core.job;

import org.jspecify.annotations.NullMarked;
