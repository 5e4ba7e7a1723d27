/// The verbs, one class each.
@NullMarked
package dev.outlast.cli.verb;

import org.jspecify.annotations.NullMarked;
