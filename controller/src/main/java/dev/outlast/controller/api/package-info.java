/// The door: HTTP under `/v1`, health and metrics, over one interface to the controller behind it.
@NullMarked
package dev.outlast.controller.api;

import org.jspecify.annotations.NullMarked;
