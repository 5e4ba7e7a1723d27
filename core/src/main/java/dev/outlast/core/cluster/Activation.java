package dev.outlast.core.cluster;

import dev.outlast.core.job.Token;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What a cluster shall run once it is activated: the user's scripts, environment, files and mounts.
///
/// @param setup shell text run on every node first, empty for none
/// @param run shell text run on every node
/// @param environment the user's `envs` and what the controller adds, the same on all ranks
/// @param secrets like the environment, but never in arguments, logs or names; removed at release
/// @param grace from SIGTERM to SIGKILL
/// @param contactLease how long the node goes on without contact, zero for ever (`on_silence: wait`)
/// @param workdir content address of the uploaded working directory, empty for none
/// @param mounts buckets and uploaded files, in order
public record Activation(
        Token token,
        long epoch,
        String setup,
        String run,
        Map<String, String> environment,
        Map<String, String> secrets,
        Duration grace,
        Duration contactLease,
        String workdir,
        List<MountPoint> mounts) {
    public Activation {
        Objects.requireNonNull(token);
        Objects.requireNonNull(setup);
        Objects.requireNonNull(run);
        environment = Map.copyOf(environment);
        secrets = Map.copyOf(secrets);
        Objects.requireNonNull(grace);
        Objects.requireNonNull(contactLease);
        Objects.requireNonNull(workdir);
        mounts = List.copyOf(mounts);
    }

    /// Secrets stay out of logs whoever prints this.
    @Override
    public String toString() {
        return "Activation[" + token + ", epoch " + epoch + ", " + secrets.size() + " secrets]";
    }
}
