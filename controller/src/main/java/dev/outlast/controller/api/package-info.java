/// The door: `/v1` over HTTP, and what it asks of the controller.
@NullMarked
package dev.outlast.controller.api;

import org.jspecify.annotations.NullMarked;
