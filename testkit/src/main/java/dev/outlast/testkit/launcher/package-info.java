/// The contract suite of launchers, an in-memory cloud, and a wrapper that loses and doubles calls.
@NullMarked
package dev.outlast.testkit.launcher;

import org.jspecify.annotations.NullMarked;
