/// Talking to a controller, with as few classes as it takes: the command must start fast.
@NullMarked
package dev.outlast.cli.http;

import org.jspecify.annotations.NullMarked;
