@NullMarked
package dev.outlast.logs.redaction;

import org.jspecify.annotations.NullMarked;
