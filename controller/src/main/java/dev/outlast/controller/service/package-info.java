/// One controller, wired: commands in, views out.
@NullMarked
package dev.outlast.controller.service;

import org.jspecify.annotations.NullMarked;
