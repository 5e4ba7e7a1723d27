@NullMarked
package dev.outlast.controller.config;

import org.jspecify.annotations.NullMarked;
