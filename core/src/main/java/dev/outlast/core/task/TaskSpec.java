package dev.outlast.core.task;

import java.util.List;
import java.util.Map;

/// One task: `setup` and then `run` on `numNodes` nodes. `numNodes` is 1 to 100000, `priority` -1000 to 1000 with
/// larger
/// first; `setup`, `run` and `priorityClass` are empty when not given. Maps keep the order written.
public record TaskSpec(
        String name,
        Workdir workdir,
        int numNodes,
        ResourceChoice resources,
        Map<String, String> envs,
        Map<String, Secret> secrets,
        String setup,
        String run,
        List<FileMount> fileMounts,
        RecoverySpec recovery,
        int priority,
        String priorityClass,
        OutlastSpec limits,
        Dormant dormant,
        List<LocalPath> localPaths) {
    public static final int MAX_PRIORITY = 1000;

    /// More is taken for a slip of the finger.
    public static final int MAX_NODES = 100_000;

    public TaskSpec {
        if (numNodes < 1 || numNodes > MAX_NODES || Math.abs(priority) > MAX_PRIORITY) {
            throw new IllegalArgumentException("numNodes " + numNodes + ", priority " + priority);
        }
        envs = OrderedCopy.of(envs);
        secrets = OrderedCopy.of(secrets);
        fileMounts = List.copyOf(fileMounts);
        localPaths = List.copyOf(localPaths);
    }

    /// A task with only a command: one node, anywhere, defaults for all else.
    public static TaskSpec of(String name, String run) {
        return new TaskSpec(
                name,
                Workdir.NONE,
                1,
                ResourceChoice.any(),
                Map.of(),
                Map.of(),
                "",
                run,
                List.of(),
                RecoverySpec.DEFAULT,
                0,
                "",
                OutlastSpec.DEFAULT,
                Dormant.NONE,
                List.of());
    }

    /// Without a `run` a task succeeds at once and needs no cluster.
    public boolean hasRun() {
        return !run.isBlank();
    }

    public boolean hasSetup() {
        return !setup.isBlank();
    }

    public String eventCallback() {
        return dormant.eventCallback();
    }

    public Setting config() {
        return dormant.config();
    }

    public List<VolumeMount> volumes() {
        return dormant.volumes();
    }

    /// The same task under another name.
    public TaskSpec withName(String newName) {
        return new TaskSpec(
                newName,
                workdir,
                numNodes,
                resources,
                envs,
                secrets,
                setup,
                run,
                fileMounts,
                recovery,
                priority,
                priorityClass,
                limits,
                dormant,
                localPaths);
    }
}
