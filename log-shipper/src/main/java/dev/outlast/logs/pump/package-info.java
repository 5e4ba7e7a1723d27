/// When and how bytes come from the nodes.
@NullMarked
package dev.outlast.logs.pump;

import org.jspecify.annotations.NullMarked;
