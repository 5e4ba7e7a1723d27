package dev.outlast.core.task;

import java.util.List;
import java.util.Optional;

/// The one table of keys that people write out of habit, from earlier versions or from other tools: each acts as
/// the
/// modern key does, with a warning that names it, or is refused with a word on what to write instead.
final class OldSpellings {
    private static final List<Entry> TABLE = List.of(
            silent(Section.RESOURCES, "gpus", "accelerators"),
            acts(Section.RESOURCES, "spot_recovery", "job_recovery"),
            acts(Section.RESOURCES, "spot", "use_spot"),
            acts(Section.RESOURCES, "gpu", "accelerators"),
            acts(Section.RESOURCES, "accelerator", "accelerators"),
            acts(Section.RESOURCES, "cpu", "cpus"),
            acts(Section.RESOURCES, "mem", "memory"),
            acts(Section.RESOURCES, "disk", "disk_size"),
            acts(Section.RESOURCES, "image", "image_id"),
            acts(Section.RESOURCES, "instance", "instance_type"),
            acts(Section.RESOURCES, "port", "ports"),
            acts(Section.RESOURCES, "provider", "cloud"),
            fails(Section.RESOURCES, "networking", "write 'network_tier: best' for a fast network and 'ports' to open"),
            fails(Section.RESOURCES, "nodes", "write 'num_nodes' at the top level"),
            fails(Section.RESOURCES, "max_restarts_on_errors", "it belongs under 'resources.job_recovery'"),
            fails(Section.RESOURCES, "recover_on_exit_codes", "it belongs under 'resources.job_recovery'"),
            acts(Section.TASK, "num_node", "num_nodes"),
            acts(Section.TASK, "nodes", "num_nodes"),
            acts(Section.TASK, "env", "envs"),
            acts(Section.TASK, "environment", "envs"),
            acts(Section.TASK, "secret", "secrets"),
            acts(Section.TASK, "command", "run"),
            acts(Section.TASK, "work_dir", "workdir"),
            acts(Section.TASK, "working_dir", "workdir"),
            acts(Section.TASK, "file_mount", "file_mounts"),
            acts(Section.TASK, "storage_mounts", "file_mounts"),
            acts(Section.TASK, "resource", "resources"),
            fails(Section.TASK, "gpus", "it belongs under 'resources'"),
            fails(Section.TASK, "spot", "write 'use_spot' under 'resources'"),
            fails(Section.TASK, "image", "write 'image_id' under 'resources'"),
            fails(Section.TASK, "instance", "write 'instance_type' under 'resources'"),
            fails(Section.TASK, "spot_recovery", "write 'job_recovery' under 'resources'"),
            fails(Section.TASK, "networking", "write 'network_tier' or 'ports' under 'resources'"),
            fails(Section.TASK, "sync", "write 'workdir' for the code and 'file_mounts' for all else"),
            fails(Section.TASK, "depends_on", "tasks of one file run in their order; separate them with '---'"),
            fails(Section.TASK, "timeout", "write 'max_duration' under 'outlast'"),
            fails(Section.TASK, "experimental", "write what is under its 'config_overrides' under 'config'"),
            acts(Section.WORKDIR, "branch", "ref"),
            acts(Section.RECOVERY, "max_restarts", "max_restarts_on_errors"),
            acts(Section.STORAGE, "src", "source"),
            acts(Section.OUTLAST, "timeout", "max_duration"),
            acts(Section.OUTLAST, "max_runtime", "max_duration"));

    private OldSpellings() {}

    /// What becomes of the key. `modern` is empty if it does not act; `advice` is then what to write.
    record Entry(Section section, String old, String modern, String advice, boolean told) {}

    static Optional<Entry> find(Section section, String key) {
        return TABLE.stream()
                .filter(e -> e.section == section && e.old.equals(key))
                .findFirst();
    }

    static List<Entry> table() {
        return TABLE;
    }

    private static Entry acts(Section section, String old, String modern) {
        return new Entry(section, old, modern, "", true);
    }

    private static Entry silent(Section section, String old, String modern) {
        return new Entry(section, old, modern, "", false);
    }

    private static Entry fails(Section section, String old, String advice) {
        return new Entry(section, old, "", advice, true);
    }
}
