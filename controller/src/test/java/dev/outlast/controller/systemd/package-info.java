@NullMarked
package dev.outlast.controller.systemd;

import org.jspecify.annotations.NullMarked;
