/// A job's log as users read it: attempts in order, ranks merged.
@NullMarked
package dev.outlast.logs.view;

import org.jspecify.annotations.NullMarked;
