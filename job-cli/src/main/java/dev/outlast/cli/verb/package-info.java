/// One class for each verb.
@NullMarked
package dev.outlast.cli.verb;

import org.jspecify.annotations.NullMarked;
