package dev.outlast.provider.kubernetes;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// What is set for one context.
///
/// @param namespace empty for the one that the kubeconfig names, else `default`
/// @param image of tasks that name none
/// @param provisionTimeout how long an activated gang may wait for the scheduler; zero for ever
/// @param labels of every pod
/// @param nodeSelector labels a node must have to be used
/// @param podConfig YAML of a pod, laid over the rendered one; empty for none
record ContextConfig(
        String namespace,
        String image,
        int user,
        Account account,
        String priorityClass,
        Duration provisionTimeout,
        Map<String, String> labels,
        Map<String, String> annotations,
        Map<String, String> nodeSelector,
        String podConfig,
        String localQueue,
        Autoscaler autoscaler,
        Prices prices) {

    ContextConfig {
        labels = Collections.unmodifiableMap(new TreeMap<>(labels));
        annotations = Collections.unmodifiableMap(new TreeMap<>(annotations));
        nodeSelector = Collections.unmodifiableMap(new TreeMap<>(nodeSelector));
    }

    /// @param name of the service account, empty for the namespace's default
    /// @param token whether pods get its token
    record Account(String name, boolean token) {}

    /// Something that makes nodes when pods wait for them.
    ///
    /// @param name such as `gke` or `karpenter`, empty for none
    /// @param accelerators which it can make, with how many a node has at most
    /// @param spot whether it makes spot nodes too
    /// @param cpus how many the largest node has that it makes
    /// @param memoryGib how much that node has
    record Autoscaler(String name, Map<String, Integer> accelerators, boolean spot, double cpus, double memoryGib) {
        static final Autoscaler NONE = new Autoscaler("", Map.of(), false, 0, 0);

        Autoscaler {
            accelerators = Map.copyOf(accelerators);
        }

        boolean isThere() {
            return !name.isEmpty();
        }
    }

    /// US dollars per hour.
    ///
    /// @param cpu of one CPU
    /// @param memory of one GiB
    /// @param accelerators of one, by name
    /// @param spotFactor what spot nodes cost of that, 0 to 1
    record Prices(double cpu, double memory, Map<String, Double> accelerators, double spotFactor) {
        static final Prices NOTHING = new Prices(0, 0, Map.of(), 1);

        Prices {
            accelerators = Map.copyOf(accelerators);
        }

        double of(InstanceShape shape, boolean spot) {
            var full = cpu * shape.cpus()
                    + memory * shape.memoryGib()
                    + accelerators.getOrDefault(shape.accelerator(), 0.0) * shape.count();
            return spot ? full * spotFactor : full;
        }
    }
}
