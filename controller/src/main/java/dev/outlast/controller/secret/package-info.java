/// Jobs' secrets, sealed before they reach the store.
@NullMarked
package dev.outlast.controller.secret;

import org.jspecify.annotations.NullMarked;
