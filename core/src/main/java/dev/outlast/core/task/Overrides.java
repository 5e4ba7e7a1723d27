package dev.outlast.core.task;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the command line adds to a file. Option values are the text the user typed and obey the same grammar as the
/// YAML. `envs` and `secrets` go to every task; the other options only to a file with a single task.
/// `fallbackName` names a job that has no name anywhere: the caller invents it, since this package has no
/// randomness.
public record Overrides(
        String fallbackName, Map<Option, List<String>> options, Map<String, String> envs, Map<String, String> secrets) {
    /// Nothing is added.
    public static final Overrides NONE = new Overrides("job", Map.of(), Map.of(), Map.of());

    public Overrides {
        var copy = new EnumMap<Option, List<String>>(Option.class);
        options.forEach((option, values) -> copy.put(option, List.copyOf(values)));
        options = Collections.unmodifiableMap(copy);
        envs = OrderedCopy.of(envs);
        secrets = OrderedCopy.of(secrets);
    }

    /// An option of the command line: its flag and the key of the YAML it stands for. For the options that choose
    /// machines the value `none` removes what the file says.
    public enum Option {
        NAME("--name", "name", false),
        WORKDIR("--workdir", "workdir", false),
        NUM_NODES("--num-nodes", "num_nodes", false),
        INFRA("--infra", "infra", true),
        CLOUD("--cloud", "cloud", true),
        REGION("--region", "region", true),
        ZONE("--zone", "zone", true),
        GPUS("--gpus", "accelerators", true),
        CPUS("--cpus", "cpus", true),
        MEMORY("--memory", "memory", true),
        INSTANCE_TYPE("--instance-type", "instance_type", true),
        /// `true` or `false`; leave it out for "not given".
        USE_SPOT("--use-spot", "use_spot", true),
        IMAGE_ID("--image-id", "image_id", true),
        DISK_SIZE("--disk-size", "disk_size", true),
        DISK_TIER("--disk-tier", "disk_tier", true),
        NETWORK_TIER("--network-tier", "network_tier", true),
        /// May be given several times.
        PORTS("--ports", "ports", true),
        PRIORITY("--priority", "priority", true),
        JOB_RECOVERY("--job-recovery", "job_recovery", true);

        private final String flag;
        private final String key;
        private final boolean ofResources;

        Option(String flag, String key, boolean ofResources) {
            this.flag = flag;
            this.key = key;
            this.ofResources = ofResources;
        }

        /// The flag as typed, such as `--num-nodes`.
        public String flag() {
            return flag;
        }

        String key() {
            return key;
        }

        boolean ofResources() {
            return ofResources;
        }
    }

    public Overrides withFallbackName(String name) {
        return new Overrides(name, options, envs, secrets);
    }

    /// With this option set to these values, in place of what was set before.
    public Overrides with(Option option, String... values) {
        var more = new EnumMap<Option, List<String>>(Option.class);
        more.putAll(options);
        more.put(option, List.of(values));
        return new Overrides(fallbackName, more, envs, secrets);
    }

    public Overrides withEnv(String name, String value) {
        return new Overrides(fallbackName, options, plus(envs, name, value), secrets);
    }

    public Overrides withSecret(String name, String value) {
        return new Overrides(fallbackName, options, envs, plus(secrets, name, value));
    }

    /// Hides the values of secrets.
    @Override
    public String toString() {
        return "Overrides[fallbackName=" + fallbackName + ", options=" + options + ", envs=" + envs + ", secrets="
                + secrets.keySet() + "]";
    }

    private static Map<String, String> plus(Map<String, String> map, String name, String value) {
        var more = new LinkedHashMap<>(map);
        more.put(name, value);
        return more;
    }
}
