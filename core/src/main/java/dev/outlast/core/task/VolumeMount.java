package dev.outlast.core.task;

/// A disk that outlives the node or goes with it. Sizes are whole GB.
public sealed interface VolumeMount {
    String destination();

    /// A volume made before.
    record Existing(String destination, String name) implements VolumeMount {}

    /// A fresh one, deleted with the cluster.
    record Ephemeral(String destination, int sizeGb, Setting details) implements VolumeMount {}

    /// A directory of the node itself.
    record HostPath(String destination, String hostPath) implements VolumeMount {}
}
