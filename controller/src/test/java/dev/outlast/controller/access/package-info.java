@NullMarked
package dev.outlast.controller.access;

import org.jspecify.annotations.NullMarked;
