@NullMarked
package dev.outlast.testkit.launcher;

import org.jspecify.annotations.NullMarked;
