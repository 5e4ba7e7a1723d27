/// Settings of an installation: one record per part, defaults in one place, unknown keys refused.
@NullMarked
package dev.outlast.controller.config;

import org.jspecify.annotations.NullMarked;
