/// The protocol, asked as its clients ask it, without one of them.
@NullMarked
package dev.outlast.controller.skyapi;

import org.jspecify.annotations.NullMarked;
