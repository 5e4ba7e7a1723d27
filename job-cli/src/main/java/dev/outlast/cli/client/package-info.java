/// How the command talks to a controller: lean, and patient where the controller may be restarting.
@NullMarked
package dev.outlast.cli.client;

import org.jspecify.annotations.NullMarked;
