package dev.outlast.controller.leader;

import dev.outlast.core.spi.Leadership;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/// Where the Lease is that elects, and how it is reached.
///
/// @param kubeconfig empty for the pod's own service account, or the usual places where there is none
/// @param context of the kubeconfig, empty for its current one
/// @param namespace empty for the pod's own, or the context's
/// @param name of the Lease: one for each installation
public record KubernetesElection(
        Optional<Path> kubeconfig, String context, String namespace, String name, LeaseTimes times) {
    private static final String DEFAULT_NAMESPACE = "default";

    /// @param holder who this is; nobody else's name, not even that of the same controller's last process
    /// @throws IOException when the kubeconfig cannot be read or has no such context
    public Leadership open(String holder) throws IOException {
        var config = config();
        // A call must not take longer than the time in which it must be repeated.
        int millis = Math.toIntExact(times.renewDeadline().dividedBy(2).toMillis());
        config.setRequestTimeout(millis);
        config.setConnectionTimeout(millis);
        config.setRequestRetryBackoffLimit(0);
        var where =
                namespace.isEmpty() ? Optional.ofNullable(config.getNamespace()).orElse(DEFAULT_NAMESPACE) : namespace;
        var client = new KubernetesClientBuilder().withConfig(config).build();
        var lease = new KubernetesLease(client, where, name, InstantSource.system());
        return new KubernetesLeadership(lease, times, holder, System::nanoTime, InstantSource.system());
    }

    private Config config() throws IOException {
        if (kubeconfig.isEmpty()) {
            return Config.autoConfigure(context.isEmpty() ? null : context);
        }
        var file = kubeconfig.get();
        if (!Files.isReadable(file)) {
            throw new IOException("leadership.kubeconfig: " + file + " cannot be read");
        }
        var config = inContext(Files.readString(file), file);
        if (!context.isEmpty()
                && config.getContexts().stream().noneMatch(c -> c.getName().equals(context))) {
            throw new IOException("leadership.context: " + file + " has no context '" + context + "'");
        }
        return config;
    }

    /// Its successors read the file again and take its current context, whatever they are given.
    @SuppressWarnings("removal")
    private Config inContext(String text, Path file) {
        return Config.fromKubeconfig(context.isEmpty() ? null : context, text, file.toString());
    }
}
