/// The controller's entry point.
@NullMarked
package dev.outlast.controller;

import org.jspecify.annotations.NullMarked;
