package dev.outlast.core.task;

import java.util.List;
import java.util.Map;

/// The providers an `infra` or `cloud` may name.
final class KnownProviders {
    static final List<String> NAMES = List.of(
            "local",
            "kubernetes",
            "ssh",
            "slurm",
            "aws",
            "gcp",
            "azure",
            "cudo",
            "do",
            "fluidstack",
            "hyperbolic",
            "ibm",
            "lambda",
            "mithril",
            "nebius",
            "oci",
            "paperspace",
            "primeintellect",
            "runpod",
            "scp",
            "seeweb",
            "shadeform",
            "vast",
            "verda",
            "vsphere",
            "yotta");

    private static final Map<String, String> ALIASES = Map.of("k8s", "kubernetes");

    private KnownProviders() {}

    /// Lower case, and without aliases; known or not.
    static String canonical(String written) {
        var lower = Text.lower(written.strip());
        return ALIASES.getOrDefault(lower, lower);
    }

    static Reading<String> read(String written) {
        var name = canonical(written);
        return NAMES.contains(name)
                ? Reading.good(name)
                : Reading.bad("a provider (" + String.join(", ", NAMES) + ")" + Closest.hint(name, NAMES));
    }
}
