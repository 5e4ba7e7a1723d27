/// The contract of checkpoint stores, and a scriptable one in memory.
@NullMarked
package dev.outlast.testkit.checkpoint;

import org.jspecify.annotations.NullMarked;
