/// Nouns of jobs.
@NullMarked
package dev.outlast.core.job;

import org.jspecify.annotations.NullMarked;
