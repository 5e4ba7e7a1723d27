package dev.outlast.provider.kubernetes;

/// What to do about a no of the API server: the setting or the object it lies at. Pure; the server's own words stay.
final class Advice {
    private Advice() {}

    /// With its blank and parentheses; empty where nothing is known that helps.
    static String on(String context, ApiFailure failure) {
        var advice = text("providers.kubernetes.contexts." + context + ".", failure);
        return advice.isEmpty() ? "" : " (" + advice + ")";
    }

    private static String text(String keys, ApiFailure failure) {
        var said = failure.text();
        if (failure.isDenied()) {
            return failure.isPassing()
                    ? "the cluster's webhook says that it has trouble of its own; it is tried again"
                    : policy(keys);
        }
        return switch (failure.code()) {
            case 401 -> "credentials expired? Renew them in the kubeconfig; it is read again";
            case 403 -> forbidden(keys, said);
            case 404 ->
                said.contains("namespaces ") ? "make that namespace, or name another one in " + keys + "namespace" : "";
            case 400, 422 ->
                isPolicy(said)
                        ? policy(keys)
                        : said.contains("must be less than or equal to")
                                ? "a LimitRange of the namespace sets limits below what the task asks for: change"
                                        + " resources.cpus or resources.memory, or the LimitRange"
                                : "";
            default ->
                said.contains("failed calling webhook")
                        ? "the cluster's webhook does not answer; it is tried again"
                        : "";
        };
    }

    private static String forbidden(String keys, String said) {
        if (isPolicy(said)) {
            return policy(keys);
        }
        if (said.contains("exceeded quota")) {
            return "raise that ResourceQuota, end other pods, or name another namespace in " + keys + "namespace";
        }
        if (said.contains("violates PodSecurity")) {
            return "ours satisfies it: what violates it comes from " + keys + "pod_config or the task's"
                    + " config.kubernetes.pod_config";
        }
        if (said.contains("PriorityClass")) {
            return "make it, or change " + keys + "priority_class or config.kubernetes.pod_config";
        }
        if (said.contains("usage per ")) {
            return "a LimitRange of the namespace: change resources.cpus or resources.memory of the task, or the"
                    + " LimitRange";
        }
        if (said.contains("being terminated")) {
            return "the namespace is being removed: name another one in " + keys + "namespace";
        }
        return said.contains(" cannot ") ? "the right is missing: outlast check names all that are" : "";
    }

    private static boolean isPolicy(String said) {
        return said.contains("AdmissionPolicy");
    }

    private static String policy(String keys) {
        return "a policy of the cluster: " + keys
                + "pod_config, labels and annotations, or config.kubernetes.pod_config"
                + " of the task, can give it what it wants";
    }
}
