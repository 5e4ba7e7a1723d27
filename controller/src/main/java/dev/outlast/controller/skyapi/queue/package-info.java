/// The list of all jobs, ended ones included, held in memory in a form small enough for it: lists, counts, filters and
/// orders are made of it, and no question scans the store.
@NullMarked
package dev.outlast.controller.skyapi.queue;

import org.jspecify.annotations.NullMarked;
