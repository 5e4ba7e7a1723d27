/// Tests of the door, over real HTTP and a controller of straw.
@NullMarked
package dev.outlast.controller.api;

import org.jspecify.annotations.NullMarked;
