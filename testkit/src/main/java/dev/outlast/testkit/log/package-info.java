/// The contract of log sinks, and a sink that remembers.
@NullMarked
package dev.outlast.testkit.log;

import org.jspecify.annotations.NullMarked;
