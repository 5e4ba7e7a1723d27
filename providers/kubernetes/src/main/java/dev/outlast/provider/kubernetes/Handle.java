package dev.outlast.provider.kubernetes;

import dev.outlast.core.cluster.ClusterHandle;
import dev.outlast.core.job.Token;
import java.util.Optional;

/// What a [ClusterHandle] of this launcher says.
///
/// @param head the unique id of the pod of rank 0
record Handle(Token token, String head, int nodes, String namespace, String context) {
    private static final int VERSION = 1;

    static Optional<Handle> parse(ClusterHandle handle) {
        var parts = handle.data().split("@", 5);
        if (!handle.provider().equals(KubernetesLauncher.PROVIDER)
                || handle.version() != VERSION
                || parts.length != 5) {
            return Optional.empty();
        }
        try {
            var nodes = Integer.parseInt(parts[2]);
            return Token.parse(parts[0]).map(token -> new Handle(token, parts[1], nodes, parts[3], parts[4]));
        } catch (NumberFormatException foreign) {
            return Optional.empty();
        }
    }

    static Handle of(PodSight pod, PodSight.Tag tag, String context) {
        return new Handle(tag.token(), pod.head(), tag.nodes(), pod.namespace(), context);
    }

    ClusterHandle text() {
        return new ClusterHandle(
                KubernetesLauncher.PROVIDER,
                VERSION,
                token.fileName() + "@" + head + "@" + nodes + "@" + namespace + "@" + context);
    }
}
