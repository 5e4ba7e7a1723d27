/// A real Kubernetes on this machine: control plane, simulated nodes, and a real kubelet.
@NullMarked
package dev.outlast.testkit.kubernetes;

import org.jspecify.annotations.NullMarked;
