package dev.outlast.node;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The variables a job finds in its environment: each under SkyPilot's name and under ours.
/// `OUTLAST_HEARTBEAT_FILE`
/// is added on the node, which alone knows where it lies.
///
/// @param job what is the same on all ranks and attempts
/// @param cluster what this attempt runs on
/// @param rank of this node, 0-based
/// @param resume the checkpoint to go on from
public record JobEnvironment(Job job, Cluster cluster, int rank, Optional<Resume> resume) {
    public JobEnvironment {
        Objects.requireNonNull(job);
        Objects.requireNonNull(resume);
        Objects.checkIndex(rank, cluster.nodeIps().size());
    }

    /// @param taskId `sky-managed-…`, the same for ever
    /// @param taskIds of all tasks of the job, in order
    /// @param jobRank 0-based, among the jobs of one submission
    /// @param group name of the job group, empty for none
    /// @param envs the user's
    /// @param secrets the user's; they win over `envs`
    public record Job(
            String taskId,
            List<String> taskIds,
            long id,
            int jobRank,
            int numJobs,
            String user,
            String group,
            Map<String, String> envs,
            Map<String, String> secrets) {
        public Job {
            Objects.requireNonNull(taskId);
            taskIds = List.copyOf(taskIds);
            Objects.requireNonNull(user);
            Objects.requireNonNull(group);
            envs = Collections.unmodifiableMap(new LinkedHashMap<>(envs));
            secrets = Collections.unmodifiableMap(new LinkedHashMap<>(secrets));
        }

        @Override
        public String toString() {
            return "Job[" + id + ", " + taskId + "]";
        }
    }

    /// @param nodeIps in rank order, the head first
    /// @param gpusPerNode rounded up
    /// @param zone empty for none
    public record Cluster(
            String name,
            String cloud,
            String region,
            String zone,
            List<String> nodeIps,
            int gpusPerNode,
            int attempt,
            long epoch) {
        public Cluster {
            Objects.requireNonNull(name);
            Objects.requireNonNull(cloud);
            Objects.requireNonNull(region);
            Objects.requireNonNull(zone);
            nodeIps = List.copyOf(nodeIps);
            if (nodeIps.isEmpty()) {
                throw new IllegalArgumentException("a cluster has nodes");
            }
        }

        private String json() {
            return "{\"cluster_name\": " + text(name) + ", \"cloud\": " + text(cloud) + ", \"region\": " + text(region)
                    + ", \"zone\": " + (zone.isEmpty() ? "null" : text(zone)) + "}";
        }

        private static String text(String value) {
            var json = new StringBuilder("\"");
            value.chars().forEach(c -> {
                if (c == '"' || c == '\\') {
                    json.append('\\').append((char) c);
                } else if (c < ' ') {
                    json.append(String.format("\\u%04x", c));
                } else {
                    json.append((char) c);
                }
            });
            return json.append('"').toString();
        }
    }

    /// @param manifestPath where the job finds the manifest
    public record Resume(String manifestPath, long seq) {
        public Resume {
            Objects.requireNonNull(manifestPath);
        }
    }

    /// All variables in the order they are set: ours, the user's, the secrets. What the user sets wins.
    public Map<String, String> variables() {
        var all = new LinkedHashMap<String, String>();
        shared().forEach((name, value) -> {
            all.put("SKYPILOT_" + name, value);
            all.put("OUTLAST_" + name, value);
        });
        all.put("OUTLAST_ATTEMPT", Integer.toString(cluster.attempt()));
        all.put("OUTLAST_EPOCH", Long.toString(cluster.epoch()));
        all.put("OUTLAST_RESUME_MANIFEST", resume.map(Resume::manifestPath).orElse(""));
        all.put("OUTLAST_RESUME_SEQ", resume.map(r -> Long.toString(r.seq())).orElse(""));
        all.putAll(job.envs());
        all.putAll(job.secrets());
        return all;
    }

    private Map<String, String> shared() {
        var ips = String.join("\n", cluster.nodeIps());
        var rankText = Integer.toString(rank);
        var gpus = Integer.toString(cluster.gpusPerNode());
        var all = new LinkedHashMap<String, String>();
        all.put("TASK_ID", job.taskId());
        all.put("TASK_IDS", String.join("\n", job.taskIds()));
        all.put("MANAGED_JOB_ID", Long.toString(job.id()));
        all.put("INTERNAL_JOB_ID", Integer.toString(cluster.attempt()));
        all.put("JOB_RANK", Integer.toString(job.jobRank()));
        all.put("NUM_JOBS", Integer.toString(job.numJobs()));
        all.put("USER", job.user());
        if (!job.group().isEmpty()) {
            all.put("JOBGROUP_NAME", job.group());
        }
        all.put("NUM_NODES", Integer.toString(cluster.nodeIps().size()));
        all.put("NODE_RANK", rankText);
        all.put("NODE_IPS", ips);
        all.put("HEAD_IP", cluster.nodeIps().getFirst());
        all.put("NUM_GPUS_PER_NODE", gpus);
        all.put("SETUP_NODE_RANK", rankText);
        all.put("SETUP_NODE_IPS", ips);
        all.put("SETUP_NUM_GPUS_PER_NODE", gpus);
        all.put("CLUSTER_INFO", cluster.json());
        return all;
    }
}
