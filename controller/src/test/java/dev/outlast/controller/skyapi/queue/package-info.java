/// The list of jobs in memory.
@NullMarked
package dev.outlast.controller.skyapi.queue;

import org.jspecify.annotations.NullMarked;
