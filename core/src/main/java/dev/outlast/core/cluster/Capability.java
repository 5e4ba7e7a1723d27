package dev.outlast.core.cluster;

/// What a launcher can do beyond making, observing and releasing clusters. What is not declared is refused.
public enum Capability {
    /// Has spot offers that may be taken back.
    SPOT,
    /// Announces a preemption before it happens.
    NOTICE,
    /// Makes clusters of more than one node.
    MULTI_NODE,
    /// Can be told to lose, notify, refuse or delay on command (a rehearsal).
    REHEARSAL,
    /// Pushes a hint when a cluster changed, so that nobody waits for the next look.
    PUSH,
    /// Lets the controller read logs by offset.
    LOGS,
    /// Mounts and copies buckets. Who does not is not asked for a task that has some.
    BUCKETS,
    /// Sees the file that a job finds in `OUTLAST_HEARTBEAT_FILE`. Who does not is not asked for a task that needs it.
    HEARTBEAT
}
