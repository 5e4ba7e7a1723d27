@NullMarked
package dev.outlast.logs.view;

import org.jspecify.annotations.NullMarked;
