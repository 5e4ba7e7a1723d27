/// Gangs of pods in any number of Kubernetes contexts.
@NullMarked
package dev.outlast.provider.kubernetes;

import org.jspecify.annotations.NullMarked;
