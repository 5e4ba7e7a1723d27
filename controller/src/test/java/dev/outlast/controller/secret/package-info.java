@NullMarked
package dev.outlast.controller.secret;

import org.jspecify.annotations.NullMarked;
