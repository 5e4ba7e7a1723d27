package dev.outlast.controller.lifecycle;

import dev.outlast.core.job.Fault;

/// The status users see. Derived: the reason is the fact.
public enum Status {
    PENDING(false),
    STARTING(false),
    RUNNING(false),
    RECOVERING(false),
    CANCELLING(false),
    SUCCEEDED(true),
    CANCELLED(true),
    FAILED(true),
    FAILED_SETUP(true),
    FAILED_PRECHECKS(true),
    FAILED_NO_RESOURCE(true),
    FAILED_CONTROLLER(true);

    private final boolean terminal;

    Status(boolean terminal) {
        this.terminal = terminal;
    }

    public boolean isTerminal() {
        return terminal;
    }

    public boolean isFailure() {
        return terminal && this != SUCCEEDED && this != CANCELLED;
    }

    /// The first task that has not ended decides, else the first that did not succeed, else success.
    public static Status of(JobState state) {
        var shown = SUCCEEDED;
        for (var task : state.tasks()) {
            var status = of(task);
            if (!status.isTerminal()) {
                return status;
            }
            if (shown == SUCCEEDED) {
                shown = status;
            }
        }
        return shown;
    }

    public static Status of(TaskState task) {
        var recovering = task.ledger().recovering();
        return switch (task.phase()) {
            case Phase.Blocked _ -> PENDING;
            case Phase.Queued _ -> recovering ? RECOVERING : PENDING;
            case Phase.Backoff _ -> recovering ? RECOVERING : PENDING;
            case Phase.Placing _ -> recovering ? RECOVERING : STARTING;
            case Phase.Launching _ -> recovering ? RECOVERING : STARTING;
            case Phase.Activating _ -> recovering ? RECOVERING : STARTING;
            case Phase.Preparing _ -> recovering ? RECOVERING : STARTING;
            case Phase.Running _ -> RUNNING;
            case Phase.Judging _ -> RUNNING;
            case Phase.Draining _ -> RUNNING;
            case Phase.Releasing s -> releasing(s.after(), recovering);
            case Phase.Ended s -> of(s.outcome());
        };
    }

    private static Status releasing(After after, boolean recovering) {
        return switch (after) {
            case After.Retry _ -> recovering ? RECOVERING : STARTING;
            case After.End end -> end.outcome() instanceof Outcome.Cancelled ? CANCELLING : RUNNING;
        };
    }

    public static Status of(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Succeeded _ -> SUCCEEDED;
            case Outcome.Cancelled _ -> CANCELLED;
            case Outcome.Failed failed -> of(failed.fault());
        };
    }

    private static Status of(Fault fault) {
        return switch (fault) {
            case USER, STALLED, LIMIT -> FAILED;
            case SETUP -> FAILED_SETUP;
            case CONFIG -> FAILED_PRECHECKS;
            case CAPACITY, QUOTA -> FAILED_NO_RESOURCE;
            case PREEMPTED, NODE_LOST, PROVIDER, INTERNAL -> FAILED_CONTROLLER;
        };
    }
}
