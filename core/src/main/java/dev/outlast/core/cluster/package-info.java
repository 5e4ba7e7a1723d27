/// Places, clusters and what was seen of them.
@NullMarked
package dev.outlast.core.cluster;

import org.jspecify.annotations.NullMarked;
