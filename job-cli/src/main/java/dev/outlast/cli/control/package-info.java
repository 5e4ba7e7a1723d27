/// The controller of a home on this machine: started, stopped, looked at.
@NullMarked
package dev.outlast.cli.control;

import org.jspecify.annotations.NullMarked;
