@NullMarked
package dev.outlast.controller.leader;

import org.jspecify.annotations.NullMarked;
