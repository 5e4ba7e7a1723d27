/// A store of tokens in memory, and what every store of tokens promises.
@NullMarked
package dev.outlast.testkit.access;

import org.jspecify.annotations.NullMarked;
