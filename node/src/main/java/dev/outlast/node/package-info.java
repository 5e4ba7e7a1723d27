/// The runner on a node, the files of an attempt, and the port by which a node is reached.
@NullMarked
package dev.outlast.node;

import org.jspecify.annotations.NullMarked;
