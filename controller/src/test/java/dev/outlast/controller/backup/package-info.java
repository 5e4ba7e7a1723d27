@NullMarked
package dev.outlast.controller.backup;

import org.jspecify.annotations.NullMarked;
