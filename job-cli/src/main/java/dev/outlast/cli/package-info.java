/// The `outlast` command: which verbs there are, and what becomes of their failures.
@NullMarked
package dev.outlast.cli;

import org.jspecify.annotations.NullMarked;
