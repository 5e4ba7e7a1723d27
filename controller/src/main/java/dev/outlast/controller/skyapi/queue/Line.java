package dev.outlast.controller.skyapi.queue;

import dev.outlast.controller.lifecycle.Status;
import java.util.Objects;

/// One task of one job, as lists need it. Times are seconds since 1970, [#NEVER] for what did not happen.
///
/// All texts are shared between lines: a line of its own costs about 150 bytes.
///
/// @param tasks how many the job has
/// @param user as the job has it
/// @param resources what was asked for, `1x[CPU:1+]`
/// @param claimed when the controller first began to place it
/// @param ran seconds in `run`, without the run under way
/// @param runningSince when the run under way began
/// @param infra `provider/region/zone` of the last attempt, empty before the first
/// @param machine what the last attempt ran on, empty before the first
/// @param brief whether it was made from a row's columns only: then `resources`, `infra` and `machine` are still empty,
///     and `claimed` is near enough to sort by
public record Line(
        long job,
        int task,
        int tasks,
        String jobName,
        String taskName,
        String user,
        int priority,
        String resources,
        Status status,
        Schedule schedule,
        int recoveries,
        double claimed,
        double started,
        double ended,
        double ran,
        double runningSince,
        String infra,
        String machine,
        boolean brief) {
    public static final double NEVER = Double.NaN;

    /// Where the job stands with its controller.
    public enum Schedule {
        WAITING,
        LAUNCHING,
        ALIVE_BACKOFF,
        ALIVE,
        DONE
    }

    public Line {
        Objects.requireNonNull(jobName);
        Objects.requireNonNull(taskName);
        Objects.requireNonNull(user);
        Objects.requireNonNull(resources);
        Objects.requireNonNull(status);
        Objects.requireNonNull(schedule);
        Objects.requireNonNull(infra);
        Objects.requireNonNull(machine);
    }

    /// Whether the job is one of this user's.
    ///
    /// @param owner id of a user, empty for all
    boolean isOf(String owner) {
        int at = user.length() - owner.length() - 1;
        return owner.isEmpty() || (at > 0 && user.charAt(at) == '@' && user.endsWith(owner));
    }

    /// Seconds in `run` until now.
    public double ranUntil(double now) {
        return Double.isNaN(runningSince) ? ran : ran + Math.max(0, now - runningSince);
    }

    /// Seconds from the claim to the end, or to now.
    public double lasted(double now) {
        return Double.isNaN(claimed) ? 0 : (Double.isNaN(ended) ? now : ended) - claimed;
    }
}
