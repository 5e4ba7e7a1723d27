package dev.outlast.core.task;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The one list of what this version reads but does not do. Each path is either *ignored*, which the user is warned
/// of, or *refused*, because the job would not be the job that was asked for. A field that begins to act leaves the
/// list, and `docs/task-language.md` says so: a test compares the two.
public final class NotYet {
    static final String JOB_GROUPS = "not yet: job groups (execution: parallel) are read but not run by this version";
    static final String REMOTE_BUCKETS = "not yet: only local:// buckets are served by this version";
    static final String GIT_WORKDIR = "not yet: a workdir from git; give a local directory";

    /// What launchers of other providers let be.
    static final String ELSEWHERE = "acts on kubernetes only: elsewhere it is read but does not act yet";

    private static final String IGNORED = "is read but does not act yet";

    private static final Map<String, String> REFUSED = Map.of(
            "service",
            "not yet: services are not run by this version",
            "pool",
            "not yet: pools are not run by this version",
            "workdir.url",
            GIT_WORKDIR,
            "workdir.ref",
            GIT_WORKDIR);

    private static final List<String> ACCEPTED = List.of(
            "event_callback",
            "config.docker",
            "config.kubernetes.quota",
            "config.kubernetes.enable_docker",
            "config.nvidia_gpus",
            "config.ssh",
            "config.gcp",
            "config.azure",
            "config.vast",
            "config.slurm",
            "config.active_workspace",
            "config.hooks",
            "managed_secrets",
            "inputs",
            "outputs",
            "api_server_access",
            "file_mounts.*.type",
            "file_mounts.*.config",
            "resources.disk_size",
            "resources.disk_tier",
            "resources.network_tier",
            "resources.local_disk",
            "resources.autostop",
            "resources.priority_class",
            "resources.accelerator_args",
            "resources.volumes",
            "outlast.deadline",
            "outlast.max_cost",
            "outlast.keep_failed");

    /// These become wishes of a cluster, which not every launcher can meet.
    private static final List<String> ON_KUBERNETES = List.of(
            "volumes",
            "config.kubernetes.custom_metadata",
            "config.kubernetes.pod_config",
            "config.kubernetes.dws",
            "config.kubernetes.kueue",
            "config.kubernetes.provision_timeout",
            "config.kubernetes.remote_identity",
            "config.kubernetes.set_pod_resource_limits",
            "resources.image_id",
            "resources.ports",
            "resources.labels");

    /// Only job groups have these, and of a job group [JobSpec#notYet()] tells as a whole.
    private static final List<String> OF_GROUPS =
            List.of("header.primary_tasks", "header.termination_delay", "header.inter_connection");

    private NotYet() {}

    /// Every path that does not act, with what is said when it is used. `*` stands for a name the user chooses.
    public static Map<String, String> paths() {
        var all = new TreeMap<>(REFUSED);
        ACCEPTED.forEach(path -> all.put(path, IGNORED));
        ON_KUBERNETES.forEach(path -> all.put(path, ELSEWHERE));
        OF_GROUPS.forEach(path -> all.put(path, JOB_GROUPS));
        return all;
    }

    /// Tells the user if a path that was given does not act. The api server's address is withheld from every job,
    /// so
    /// only one that asks for it by name needs to know.
    static void tell(String path, Tree value, Findings findings) {
        if (!value.isGiven() || isRefusalOfAccess(path, value) || isDefaultDisk(path, value)) {
            return;
        }
        var refusal = REFUSED.get(path);
        if (refusal != null) {
            findings.problem(value.at(), refusal);
        } else if (ACCEPTED.contains(path)) {
            findings.warning(value.at(), IGNORED);
        } else if (ON_KUBERNETES.contains(path)) {
            findings.warning(value.at(), ELSEWHERE);
        }
    }

    /// What is left to tell of a job that only ever runs on kubernetes.
    public static List<Warning> onKubernetes(List<Warning> warnings) {
        return warnings.stream().filter(w -> !w.message().equals(ELSEWHERE)).toList();
    }

    private static boolean isRefusalOfAccess(String path, Tree value) {
        return path.equals("api_server_access") && value instanceof Tree.Leaf leaf && !Truth.isTrue(leaf.text());
    }

    /// Older clients write the default into every task, whether their user asked for a disk or not.
    private static boolean isDefaultDisk(String path, Tree value) {
        return path.equals("resources.disk_size")
                && value instanceof Tree.Leaf leaf
                && leaf.text().equals(Integer.toString(ResourceSpec.DEFAULT_DISK_GB));
    }
}
