package dev.outlast.provider.kubernetes;

import dev.outlast.core.spi.Launcher;
import dev.outlast.core.spi.LauncherException;
import dev.outlast.core.spi.LauncherFactory;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Makes the launcher of provider `kubernetes`. No client is made, and no kubeconfig read, before the first use.
public final class KubernetesLauncherFactory implements LauncherFactory {
    @Override
    public String provider() {
        return KubernetesLauncher.PROVIDER;
    }

    @Override
    public Launcher create(LauncherContext context) {
        return new KubernetesLauncher(
                KubernetesConfig.of(context.configuration()),
                context.blobs(),
                InstantSource.system(),
                System::nanoTime);
    }

    @Override
    public List<Finding> check(LauncherContext context) {
        try {
            var config = KubernetesConfig.of(context.configuration());
            try (var contexts =
                    new Contexts(config, context.blobs(), InstantSource.system(), System::nanoTime, _ -> {})) {
                return check(contexts, config);
            }
        } catch (IllegalArgumentException wrong) {
            return List.of(new Finding(false, "configuration", String.valueOf(wrong.getMessage())));
        }
    }

    private static List<Finding> check(Contexts contexts, KubernetesConfig config) {
        var findings = new ArrayList<Finding>();
        try {
            var names = contexts.allowed();
            if (names.isEmpty()) {
                findings.add(new Finding(false, "contexts", "no kubeconfig, and not inside a cluster"));
            }
            for (var name : names) {
                findings.addAll(check(contexts, config, name));
            }
        } catch (LauncherException unreadable) {
            findings.add(new Finding(false, "contexts", String.valueOf(unreadable.getMessage())));
        }
        return findings;
    }

    private static List<Finding> check(Contexts contexts, KubernetesConfig config, String name) {
        var subject = "context " + name;
        try (var api = contexts.connect(name)) {
            var namespace = contexts.namespace(name, config.context(name));
            var version = api.get("/version").path("gitVersion").asText();
            var findings = new ArrayList<Finding>();
            var missing = new ArrayList<>(new Rights(api, namespace).missing(Rights.NEEDED));
            missing.addAll(new Rights(api, "").missing(Rights.OF_CLUSTER));
            findings.add(new Finding(
                    missing.isEmpty(),
                    subject,
                    missing.isEmpty()
                            ? "Kubernetes " + version + ", namespace " + namespace
                            : "missing rights: " + String.join("; ", missing)));
            var files = new Rights(api, namespace).missing(Rights.FOR_FILES);
            if (!files.isEmpty()) {
                findings.add(new Finding(
                        false,
                        subject + ", files",
                        "missing rights, so workdir and files fail: " + String.join("; ", files)));
            }
            var all = new Rights(api, "").missing(List.of("pods list watch"));
            if (!all.isEmpty()) {
                findings.add(new Finding(
                        true,
                        subject + ", room",
                        "pods of other namespaces cannot be listed: what they take from the nodes is not counted"));
            }
            return findings;
        } catch (ApiFailure failure) {
            return List.of(new Finding(false, subject, failure.text()));
        } catch (LauncherException refused) {
            return List.of(new Finding(false, subject, String.valueOf(refused.getMessage())));
        }
    }
}
