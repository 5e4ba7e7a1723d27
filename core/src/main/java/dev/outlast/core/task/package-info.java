/// The task language: what a user writes, read into values, with every problem found at once and in its place.
///
/// Pure: no clock, file, environment or thread. What only the user's machine can check (does this directory exist?)
/// is handed out as [LocalPath]s.
@NullMarked
package dev.outlast.core.task;

import org.jspecify.annotations.NullMarked;
