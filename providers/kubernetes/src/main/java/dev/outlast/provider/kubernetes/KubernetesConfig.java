package dev.outlast.provider.kubernetes;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The section `providers.kubernetes` of the configuration; `docs/kubernetes.md` lists the keys.
///
/// @param kubeconfig empty for `$KUBECONFIG`, `~/.kube/config`, and inside a cluster that cluster itself
/// @param allowed contexts that may be used: names, `all`, or nothing for the current one alone
/// @param everywhere what holds for contexts without a section of their own
/// @param contexts by name
record KubernetesConfig(
        Optional<Path> kubeconfig,
        List<String> allowed,
        ContextConfig everywhere,
        Map<String, ContextConfig> contexts) {
    static final String ALL = "all";

    KubernetesConfig {
        allowed = List.copyOf(allowed);
        contexts = Map.copyOf(contexts);
    }

    /// Reads the flattened section.
    ///
    /// @throws IllegalArgumentException when a key is unknown or a value is wrong; the message names the key
    static KubernetesConfig of(Map<String, String> configuration) {
        return new ConfigReader(configuration).read();
    }

    ContextConfig context(String name) {
        return contexts.getOrDefault(name, everywhere);
    }
}
