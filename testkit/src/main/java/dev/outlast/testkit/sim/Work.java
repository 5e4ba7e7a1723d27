package dev.outlast.testkit.sim;

import java.time.Duration;
import java.util.Objects;

/// What the user's program does on an activated cluster.
///
/// @param setup how long `setup` takes
/// @param setupCode its exit code; other than 0 ends it there
/// @param run how long `run` takes until it ends by itself
/// @param code with which one rank ends; the others end with 0
/// @param checkpointEvery between checkpoints, zero for none
/// @param resumedFrom the sequence number it starts above
/// @param contactLease after which it stops itself when nobody reaches it, zero for never
/// @param savesOnTerm whether it ends with 0 on SIGTERM
public record Work(
        Duration setup,
        int setupCode,
        Duration run,
        int code,
        Duration checkpointEvery,
        long resumedFrom,
        Duration contactLease,
        boolean savesOnTerm) {
    public Work {
        Objects.requireNonNull(setup);
        Objects.requireNonNull(run);
        Objects.requireNonNull(checkpointEvery);
        Objects.requireNonNull(contactLease);
    }
}
