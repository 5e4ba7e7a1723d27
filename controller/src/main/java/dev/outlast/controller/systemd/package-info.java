/// What is said to the service manager that started this process: ready, alive, ending.
@NullMarked
package dev.outlast.controller.systemd;

import org.jspecify.annotations.NullMarked;
