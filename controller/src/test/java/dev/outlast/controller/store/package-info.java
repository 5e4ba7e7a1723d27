@NullMarked
package dev.outlast.controller.store;

import org.jspecify.annotations.NullMarked;
