package dev.outlast.cli.verb;

import dev.outlast.cli.CommandException;
import dev.outlast.cli.ExitCode;
import dev.outlast.core.task.Overrides;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What may be laid over a file. The values are read by the task language, like those of the file.
final class LaunchOptions {
    @Option(
            names = {"-n", "--name"},
            paramLabel = "NAME",
            description = "name of the job")
    @Nullable
    String name;

    @Option(names = "--workdir", paramLabel = "DIR", description = "directory to send along")
    @Nullable
    String workdir;

    @Option(names = "--num-nodes", paramLabel = "N", description = "nodes of the cluster")
    @Nullable
    String numNodes;

    @Option(names = "--infra", paramLabel = "PLACE", description = "provider[/region[/zone]]")
    @Nullable
    String infra;

    @Option(names = "--cloud", paramLabel = "NAME", description = "provider")
    @Nullable
    String cloud;

    @Option(names = "--region", paramLabel = "NAME", description = "region")
    @Nullable
    String region;

    @Option(names = "--zone", paramLabel = "NAME", description = "zone")
    @Nullable
    String zone;

    @Option(names = "--gpus", paramLabel = "NAME[:N]", description = "accelerators of a node")
    @Nullable
    String gpus;

    @Option(names = "--cpus", paramLabel = "N[+]", description = "virtual CPUs of a node")
    @Nullable
    String cpus;

    @Option(names = "--memory", paramLabel = "GB[+]", description = "memory of a node")
    @Nullable
    String memory;

    @Option(
            names = {"-t", "--instance-type"},
            paramLabel = "TYPE",
            description = "exact instance type")
    @Nullable
    String instanceType;

    @Option(names = "--use-spot", negatable = true, description = "take spot nodes, or do not")
    @Nullable
    Boolean useSpot;

    @Option(names = "--image-id", paramLabel = "IMAGE", description = "image of the nodes")
    @Nullable
    String imageId;

    @Option(names = "--disk-size", paramLabel = "GB", description = "disk of a node")
    @Nullable
    String diskSize;

    @Option(names = "--disk-tier", paramLabel = "TIER", description = "kind of disk")
    @Nullable
    String diskTier;

    @Option(names = "--network-tier", paramLabel = "TIER", description = "kind of network")
    @Nullable
    String networkTier;

    @Option(names = "--ports", paramLabel = "PORT", description = "port or range to open; may be repeated")
    List<String> ports = List.of();

    @Option(names = "--priority", paramLabel = "N", description = "-1000 to 1000, larger goes first")
    @Nullable
    String priority;

    @Option(names = "--job-recovery", paramLabel = "NAME", description = "FAILOVER or EAGER_NEXT_REGION")
    @Nullable
    String jobRecovery;

    @Option(names = "--env", paramLabel = "K=V", description = "variable; K alone takes it from here; may be repeated")
    List<String> env = List.of();

    @Option(names = "--env-file", paramLabel = "FILE", description = "variables, one K=V a line")
    List<String> envFile = List.of();

    @Option(names = "--secret", paramLabel = "K=V", description = "like --env, but kept secret")
    List<String> secret = List.of();

    @Option(names = "--secret-file", paramLabel = "FILE", description = "like --env-file, but kept secret")
    List<String> secretFile = List.of();

    Overrides overrides(EnvFiles files) {
        var given = new EnumMap<Overrides.Option, List<String>>(Overrides.Option.class);
        for (var option : Overrides.Option.values()) {
            var values = values(option);
            if (!values.isEmpty()) {
                given.put(option, values);
            }
        }
        return new Overrides("job", given, variables(files, envFile, env), variables(files, secretFile, secret));
    }

    private List<String> values(Overrides.Option option) {
        var value = switch (option) {
            case NAME -> name;
            case WORKDIR -> workdir;
            case NUM_NODES -> numNodes;
            case INFRA -> infra;
            case CLOUD -> cloud;
            case REGION -> region;
            case ZONE -> zone;
            case GPUS -> gpus;
            case CPUS -> cpus;
            case MEMORY -> memory;
            case INSTANCE_TYPE -> instanceType;
            case USE_SPOT -> useSpot == null ? null : useSpot.toString();
            case IMAGE_ID -> imageId;
            case DISK_SIZE -> diskSize;
            case DISK_TIER -> diskTier;
            case NETWORK_TIER -> networkTier;
            case PRIORITY -> priority;
            case JOB_RECOVERY -> jobRecovery;
            case PORTS -> null;
        };
        if (option == Overrides.Option.PORTS) {
            return ports;
        }
        return value == null ? List.of() : List.of(value);
    }

    /// Files first, in their order; then single variables, which win.
    private static Map<String, String> variables(EnvFiles files, List<String> paths, List<String> singles) {
        var variables = new LinkedHashMap<String, String>();
        for (var path : paths) {
            variables.putAll(files.read(path));
        }
        var bad = new ArrayList<String>();
        for (var single : singles) {
            int equals = single.indexOf('=');
            var key = equals < 0 ? single : single.substring(0, equals);
            var value = equals < 0 ? files.here(key) : single.substring(equals + 1);
            if (key.isEmpty() || value == null) {
                bad.add(key.isEmpty() ? single : key + " (not set here)");
            } else {
                variables.put(key, value);
            }
        }
        if (!bad.isEmpty()) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "expected NAME=VALUE, or NAME of a variable that is set here: " + String.join(", ", bad));
        }
        return variables;
    }
}
