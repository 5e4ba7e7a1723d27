/// Starting and stopping a controller on this machine.
@NullMarked
package dev.outlast.cli.daemon;

import org.jspecify.annotations.NullMarked;
