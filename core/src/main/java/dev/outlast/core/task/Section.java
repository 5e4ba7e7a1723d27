package dev.outlast.core.task;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Every map of the language whose keys are fixed, and those keys. `docs/task-language.md` lists the same.
enum Section {
    HEADER("header", "name execution primary_tasks termination_delay inter_connection"),
    TASK("", """
        name workdir num_nodes resources envs secrets managed_secrets setup run file_mounts volumes event_callback
        config service pool inputs outputs api_server_access outlast file_mounts_mapping volume_mounts
        """),
    WORKDIR("workdir", "url ref"),
    RESOURCES("resources", """
        infra cloud region zone cpus memory accelerators accelerator_args instance_type use_spot job_recovery
        disk_size disk_tier network_tier local_disk max_hourly_cost image_id ports labels autostop priority
        priority_class any_of ordered volumes
        """),
    ACCELERATOR_ARGS("resources.accelerator_args", "runtime_version tpu_name tpu_vm gcp_queued_resource"),
    RECOVERY("resources.job_recovery", "strategy max_restarts_on_errors recover_on_exit_codes"),
    AUTOSTOP("resources.autostop", "idle_minutes down wait_for hook hook_timeout"),
    OUTLAST("outlast", "deadline max_duration max_wait max_cost stall_after on_silence grace keep_failed"),
    STORAGE("file_mounts.*", "name source store mode persistent type config"),
    STORAGE_CONFIG("file_mounts.*.config", "mount_cached mount disk_size disk_tier storage_type attach_mode"),
    MOUNT_CACHED("file_mounts.*.config.mount_cached", """
        transfers buffer_size vfs_cache_max_size vfs_cache_max_age vfs_read_ahead vfs_read_chunk_size
        vfs_read_chunk_streams vfs_write_back read_only
        """),
    MOUNT("file_mounts.*.config.mount", "read_only hf_mount_args"),
    VOLUME("volumes.*", "name size host_path access_mode type infra config labels"),
    MANAGED_SECRET("managed_secrets.*", "mount_path"),
    CONFIG("config", "docker nvidia_gpus kubernetes ssh gcp azure vast slurm active_workspace hooks"),
    CONFIG_DOCKER("config.docker", "run_options"),
    CONFIG_NVIDIA("config.nvidia_gpus", "disable_ecc"),
    CONFIG_KUBERNETES("config.kubernetes", """
        custom_metadata pod_config provision_timeout dws kueue quota remote_identity enable_docker
        set_pod_resource_limits
        """),
    CONFIG_SSH("config.ssh", "custom_metadata pod_config provision_timeout"),
    CONFIG_GCP(
            "config.gcp",
            "vpc_name subnet_names managed_instance_group enable_gvnic enable_gpu_direct placement_policy"),
    CONFIG_AZURE("config.azure", "remote_identity vpc_name"),
    CONFIG_VAST("config.vast", "datacenter_only create_instance_kwargs"),
    CONFIG_SLURM("config.slurm", "sbatch_options quota cpu_partition"),
    HOOK("config.hooks.*", "run events timeout");

    private final String path;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> keys;

    Section(String path, String keys) {
        this.path = path;
        this.keys = List.of(keys.strip().split("\\s+"));
    }

    List<String> keys() {
        return keys;
    }

    /// The path of a key in the documentation, with `*` for what the user names: `file_mounts.*.mode`.
    String path(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /// How the section is called in a message.
    String title() {
        return path.isEmpty() ? "a task" : "'" + path + "'";
    }

    /// The section below `config` with this key, if it has fixed keys.
    static Optional<Section> ofConfig(String key) {
        return Arrays.stream(values())
                .filter(s -> s.path.equals("config." + key))
                .findFirst();
    }
}
