/// The chart and the image: rendered, refused, and installed on a real control plane. What needs binaries that Maven
/// does
/// not bring finds them in `OUTLAST_COUNTERPARTIES`.
@NullMarked
package dev.outlast.e2e.chart;

import org.jspecify.annotations.NullMarked;
