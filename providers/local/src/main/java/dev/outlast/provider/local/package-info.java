/// The launcher whose nodes are process groups on this machine, with pretended regions, prices and preemptions.
@NullMarked
package dev.outlast.provider.local;

import org.jspecify.annotations.NullMarked;
