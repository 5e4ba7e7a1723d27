/// The contract suite of artefact stores, and one in memory.
@NullMarked
package dev.outlast.testkit.artefact;

import org.jspecify.annotations.NullMarked;
