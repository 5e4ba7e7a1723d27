package dev.outlast.core.job;

/// Why an attempt ended, other than by exit code 0 on all ranks. The status users see is derived from it.
public enum Fault {
    /// The provider took a spot cluster back, or the process ended after our own SIGTERM that followed a notice.
    PREEMPTED(Blame.INFRASTRUCTURE),
    /// A node is proven dead without a preemption: terminated, rebooted, given up by its platform.
    NODE_LOST(Blame.INFRASTRUCTURE),
    /// The place had no room.
    CAPACITY(Blame.INFRASTRUCTURE),
    /// The account may not have more there.
    QUOTA(Blame.INFRASTRUCTURE),
    /// The provider failed in another way: throttled, internal error, timeout.
    PROVIDER(Blame.INFRASTRUCTURE),
    /// The user's `run` ended with a code other than 0.
    USER(Blame.USER),
    /// The user's `setup` ended with a code other than 0.
    SETUP(Blame.USER),
    /// The request can never be met: no launcher has such an offer, wrong mounts, bad credentials of the user.
    CONFIG(Blame.USER),
    /// No log byte and no heartbeat for `stall_after`; the user asked for this limit.
    STALLED(Blame.USER),
    /// `max_duration` or `max_wait` was reached.
    LIMIT(Blame.LIMIT),
    /// A bug of ours.
    INTERNAL(Blame.INTERNAL);

    /// Whose budget a fault spends.
    public enum Blame {
        INFRASTRUCTURE,
        USER,
        LIMIT,
        INTERNAL
    }

    private final Blame blame;

    Fault(Blame blame) {
        this.blame = blame;
    }

    public Blame blame() {
        return blame;
    }

    /// Whether it says that a place refused to make a cluster (and not that one died).
    public boolean isRefusal() {
        return this == CAPACITY || this == QUOTA;
    }
}
