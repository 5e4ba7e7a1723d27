/// Ports: what the controller needs from providers, stores, buckets, sinks and elections.
@NullMarked
package dev.outlast.core.spi;

import org.jspecify.annotations.NullMarked;
