/// Pure decisions: admission, back-off, placement, budgets, judgement. No clock, thread, randomness or I/O.
@NullMarked
package dev.outlast.recovery;

import org.jspecify.annotations.NullMarked;
