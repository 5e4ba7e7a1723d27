/// The other end of what a service tells its manager.
@NullMarked
package dev.outlast.testkit.systemd;

import org.jspecify.annotations.NullMarked;
