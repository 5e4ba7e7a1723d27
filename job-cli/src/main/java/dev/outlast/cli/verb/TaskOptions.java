package dev.outlast.cli.verb;

import dev.outlast.cli.CommandFailure;
import dev.outlast.cli.Session;
import dev.outlast.core.task.Overrides;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/// What the command line adds to a task. Values obey the grammar of the YAML, so they are not looked at here.
final class TaskOptions {
    @Option(
            names = {"-n", "--name"},
            paramLabel = "NAME",
            description = "Name of the job.")
    String name = "";

    @Option(names = "--workdir", paramLabel = "DIR", description = "Folder that is sent to every node.")
    String workdir = "";

    @Option(names = "--num-nodes", paramLabel = "N", description = "Nodes per task.")
    String numNodes = "";

    @Option(names = "--infra", paramLabel = "WHERE", description = "CLOUD[/REGION[/ZONE]], such as local/east.")
    String infra = "";

    @Option(names = "--cloud", paramLabel = "CLOUD", description = "As --infra.")
    String cloud = "";

    @Option(names = "--region", paramLabel = "REGION", description = "Only there.")
    String region = "";

    @Option(names = "--zone", paramLabel = "ZONE", description = "Only there.")
    String zone = "";

    @Option(names = "--gpus", paramLabel = "NAME:N", description = "Accelerators per node, such as H100:8.")
    String gpus = "";

    @Option(names = "--cpus", paramLabel = "N[+]", description = "Cores per node.")
    String cpus = "";

    @Option(names = "--memory", paramLabel = "GB[+]", description = "Memory per node.")
    String memory = "";

    @Option(
            names = {"-t", "--instance-type"},
            paramLabel = "TYPE",
            description = "Type of machine.")
    String instanceType = "";

    @Option(names = "--use-spot", description = "Cheap machines that may be taken away.")
    boolean useSpot;

    @Option(names = "--no-use-spot", description = "Machines that are not taken away.")
    boolean noUseSpot;

    @Option(names = "--image-id", paramLabel = "IMAGE", description = "Image of the machines.")
    String imageId = "";

    @Option(names = "--disk-size", paramLabel = "GB", description = "Disk per node.")
    String diskSize = "";

    @Option(names = "--ports", paramLabel = "PORTS", description = "Ports to open; may be repeated.")
    List<String> ports = new ArrayList<>();

    @Option(names = "--priority", paramLabel = "N", description = "Higher goes first.")
    String priority = "";

    @Option(names = "--job-recovery", paramLabel = "NAME", description = "FAILOVER or EAGER_NEXT_REGION.")
    String jobRecovery = "";

    @Option(
            names = "--env",
            paramLabel = "K[=V]",
            description = "A variable; without a value it is taken from here. May be repeated.")
    List<String> envs = new ArrayList<>();

    @Option(names = "--env-file", paramLabel = "FILE", description = "Variables, one K=V per line.")
    List<String> envFiles = new ArrayList<>();

    @Option(
            names = "--secret",
            paramLabel = "K[=V]",
            description = "A variable that is kept secret; without a value it is taken from here. May be repeated.")
    List<String> secrets = new ArrayList<>();

    @Option(names = "--secret-file", paramLabel = "FILE", description = "Secrets, one K=V per line.")
    List<String> secretFiles = new ArrayList<>();

    Overrides overrides(Session session) throws CommandFailure, IOException {
        if (useSpot && noUseSpot) {
            throw CommandFailure.usage("give --use-spot or --no-use-spot, not both");
        }
        var options = new EnumMap<Overrides.Option, List<String>>(Overrides.Option.class);
        single().forEach((option, value) -> {
            if (!value.isEmpty()) {
                options.put(option, List.of(value));
            }
        });
        if (!ports.isEmpty()) {
            options.put(Overrides.Option.PORTS, ports);
        }
        if (useSpot || noUseSpot) {
            options.put(Overrides.Option.USE_SPOT, List.of(Boolean.toString(useSpot)));
        }
        return new Overrides(
                Overrides.NONE.fallbackName(),
                options,
                Variables.of(session, "--env", envFiles, envs),
                Variables.of(session, "--secret", secretFiles, secrets));
    }

    private Map<Overrides.Option, String> single() {
        var all = new LinkedHashMap<Overrides.Option, String>();
        all.put(Overrides.Option.NAME, name);
        all.put(Overrides.Option.WORKDIR, workdir);
        all.put(Overrides.Option.NUM_NODES, numNodes);
        all.put(Overrides.Option.INFRA, infra);
        all.put(Overrides.Option.CLOUD, cloud);
        all.put(Overrides.Option.REGION, region);
        all.put(Overrides.Option.ZONE, zone);
        all.put(Overrides.Option.GPUS, gpus);
        all.put(Overrides.Option.CPUS, cpus);
        all.put(Overrides.Option.MEMORY, memory);
        all.put(Overrides.Option.INSTANCE_TYPE, instanceType);
        all.put(Overrides.Option.IMAGE_ID, imageId);
        all.put(Overrides.Option.DISK_SIZE, diskSize);
        all.put(Overrides.Option.PRIORITY, priority);
        all.put(Overrides.Option.JOB_RECOVERY, jobRecovery);
        return all;
    }
}
