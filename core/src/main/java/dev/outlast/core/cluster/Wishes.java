package dev.outlast.core.cluster;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What a task asks of its nodes beyond what an offer sells. None of it is the user's script, so a launcher may act
/// on it before the cluster is activated. Who cannot act on a wish lets it be: the user was warned at submit.
///
/// @param image as written: `docker:NAME` for a container image, else the provider's own name; empty for its default
/// @param ports `80` or `8000-8010`, in ascending order
/// @param labels for the nodes, in the order written
/// @param volumes disks, in the order written
/// @param settings the section of the task's `config` with the provider's name: values are text, [Long], [Double],
///     [Boolean], lists and maps of such
/// @param payload what the activation will bring
public record Wishes(
        String image,
        List<String> ports,
        Map<String, String> labels,
        List<Volume> volumes,
        Map<String, Object> settings,
        Payload payload) {
    public static final Wishes NONE = new Wishes("", List.of(), Map.of(), List.of(), Map.of());

    public Wishes {
        Objects.requireNonNull(image);
        ports = List.copyOf(ports);
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
        volumes = List.copyOf(volumes);
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        Objects.requireNonNull(payload);
    }

    /// With a payload that nobody knows anything about.
    public Wishes(
            String image,
            List<String> ports,
            Map<String, String> labels,
            List<Volume> volumes,
            Map<String, Object> settings) {
        this(image, ports, labels, volumes, settings, Payload.UNKNOWN);
    }

    /// With another payload.
    public Wishes bringing(Payload other) {
        return new Wishes(image, ports, labels, volumes, settings, other);
    }

    /// What the activation will bring, as far as a launcher must know beforehand where to keep it.
    ///
    /// @param secrets whether there may be any
    /// @param bytes of scripts and `envs` at most, as UTF-8
    public record Payload(boolean secrets, long bytes) {
        /// Anything, and any amount of it.
        public static final Payload UNKNOWN = new Payload(true, Long.MAX_VALUE);
    }

    /// A disk at an absolute path of every node.
    public sealed interface Volume {
        String path();

        /// One that was made before and outlives the cluster.
        record Claim(String path, String name) implements Volume {
            public Claim {
                Objects.requireNonNull(path);
                Objects.requireNonNull(name);
            }
        }

        /// An empty one that goes with the cluster.
        ///
        /// @param sizeGb whole GB, at least 1
        /// @param details what else was written of it, as in [Wishes#settings()]
        record Fresh(String path, int sizeGb, Map<String, Object> details) implements Volume {
            public Fresh {
                Objects.requireNonNull(path);
                details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
            }
        }

        /// A directory of the machine below.
        record HostPath(String path, String hostPath) implements Volume {
            public HostPath {
                Objects.requireNonNull(path);
                Objects.requireNonNull(hostPath);
            }
        }
    }
}
