package dev.outlast.controller.skyapi.queue;

import dev.outlast.controller.engine.LiveJob;
import dev.outlast.controller.lifecycle.Phase;
import dev.outlast.controller.lifecycle.Status;
import dev.outlast.controller.lifecycle.TaskState;
import dev.outlast.core.cluster.Demand;
import dev.outlast.core.cluster.Offer;
import dev.outlast.core.cluster.Quantity;
import dev.outlast.core.store.AttemptRow;
import dev.outlast.core.store.JobRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;

/// Makes the lines of a job from what the engine holds of it.
final class Lines {
    /// Texts are shared while they are few; a user who gives every job another name pays for it.
    private static final int MOST_SHARED = 50_000;

    private final Map<String, String> shared = new ConcurrentHashMap<>();

    /// What the state itself does not remember.
    private record Past(double claimed, String infra, String machine) {
        static final Past NONE = new Past(Line.NEVER, "", "");
    }

    /// @param before the lines as they were, none for a job that was not seen before
    List<Line> of(LiveJob job, List<Line> before) {
        int tasks = job.state().tasks().size();
        return all(job, task -> {
            if (before.size() != tasks) {
                return Past.NONE;
            }
            var line = before.get(task);
            return new Past(line.claimed(), line.infra(), line.machine());
        });
    }

    /// The lines of a job that is read from the store.
    List<Line> ofStored(LiveJob job, List<AttemptRow> attempts) {
        return all(job, task -> {
            var mine = attempts.stream().filter(a -> a.task() == task).toList();
            return mine.isEmpty()
                    ? Past.NONE
                    : new Past(
                            seconds(mine.getFirst().launchedAt()),
                            share(mine.getLast().offer().place().toString()),
                            share(machine(mine.getLast().offer(), mine.getLast().nodes())));
        });
    }

    /// The only line of an ended job of one task that was never recovered: its columns say nearly all of it.
    List<Line> brief(JobRow row, Status status) {
        var ended = row.endedAt().map(Lines::seconds).orElse(Line.NEVER);
        var started = row.startedAt().map(Lines::seconds).orElse(Line.NEVER);
        var name = share(row.name());
        return List.of(new Line(
                row.id().value(),
                0,
                1,
                name,
                name,
                share(row.user()),
                row.priority(),
                "",
                status,
                Line.Schedule.DONE,
                0,
                Double.isNaN(started) ? ended : started,
                started,
                ended,
                Double.isNaN(started) ? 0 : Math.max(0, ended - started),
                Line.NEVER,
                "",
                "",
                true));
    }

    private List<Line> all(LiveJob job, IntFunction<Past> past) {
        int tasks = job.state().tasks().size();
        if (tasks == 1) {
            return List.of(line(job, 0, 1, past.apply(0)));
        }
        var lines = new ArrayList<Line>();
        for (int i = 0; i < tasks; i++) {
            lines.add(line(job, i, tasks, past.apply(i)));
        }
        return List.copyOf(lines);
    }

    private Line line(LiveJob job, int index, int tasks, Past past) {
        var facts = job.facts();
        var task = facts.tasks().get(index);
        var state = job.state().task(index);
        var offer = offer(state.phase());
        var ended = state.phase() instanceof Phase.Ended end ? seconds(end.at()) : Line.NEVER;
        var started = state.ledger().hasStarted() ? seconds(state.ledger().started()) : Line.NEVER;
        return new Line(
                facts.id().value(),
                index,
                tasks,
                share(facts.name()),
                share(task.name()),
                share(facts.user()),
                facts.priority(),
                share(resources(task.demand())),
                Status.of(state),
                schedule(job, state),
                state.ledger().recoveries(),
                claimed(state, past),
                started,
                ended,
                ran(state, started, ended),
                runningSince(state.phase()),
                offer.map(o -> share(o.place().toString())).orElse(past.infra()),
                offer.map(o -> share(machine(o, task.demand().nodes()))).orElse(past.machine()),
                false);
    }

    private static double claimed(TaskState state, Past past) {
        if (!Double.isNaN(past.claimed())) {
            return past.claimed();
        }
        return switch (state.phase()) {
            case Phase.Blocked _, Phase.Queued _ -> Line.NEVER;
            case Phase.Placing placing -> seconds(placing.since());
            case Phase.Launching launching -> seconds(launching.since());
            case Phase.Activating activating -> seconds(activating.since());
            case Phase.Preparing preparing -> seconds(preparing.since());
            case Phase.Running running -> seconds(running.since());
            case Phase.Judging judging -> seconds(judging.since());
            case Phase.Draining draining -> seconds(draining.since());
            case Phase.Releasing releasing -> seconds(releasing.since());
            case Phase.Backoff _ -> seconds(state.ledger().waitingSince());
            case Phase.Ended ended ->
                state.ledger().lastAttempt() > 0 && state.ledger().hasStarted()
                        ? seconds(state.ledger().started())
                        : seconds(ended.at());
        };
    }

    /// The sum over all attempts is kept by the ledger when one ends and another follows; the only attempt of a task
    /// that has ended ran from its start to its end.
    private static double ran(TaskState state, double started, double ended) {
        boolean onlyOne = state.ledger().lastAttempt() <= 1 && !Double.isNaN(ended) && !Double.isNaN(started);
        return onlyOne
                ? Math.max(0, ended - started)
                : state.ledger().ranBefore().toMillis() / 1000.0;
    }

    private static double runningSince(Phase phase) {
        return switch (phase) {
            case Phase.Running running -> seconds(running.since());
            case Phase.Judging judging -> seconds(judging.since().minus(judging.ranFor()));
            case Phase.Blocked _,
                    Phase.Queued _,
                    Phase.Placing _,
                    Phase.Launching _,
                    Phase.Activating _,
                    Phase.Preparing _,
                    Phase.Draining _,
                    Phase.Releasing _,
                    Phase.Backoff _,
                    Phase.Ended _ -> Line.NEVER;
        };
    }

    private static Optional<Offer> offer(Phase phase) {
        return switch (phase) {
            case Phase.Launching launching -> Optional.of(launching.offer());
            case Phase.Activating activating -> Optional.of(activating.live().offer());
            case Phase.Preparing preparing -> Optional.of(preparing.live().offer());
            case Phase.Running running -> Optional.of(running.live().offer());
            case Phase.Judging judging -> Optional.of(judging.live().offer());
            case Phase.Draining draining -> Optional.of(draining.live().offer());
            case Phase.Releasing releasing -> Optional.of(releasing.offer());
            case Phase.Blocked _, Phase.Queued _, Phase.Placing _, Phase.Backoff _, Phase.Ended _ -> Optional.empty();
        };
    }

    private static Line.Schedule schedule(LiveJob job, TaskState state) {
        if (job.state().hasEnded()) {
            return Line.Schedule.DONE;
        }
        return switch (state.phase()) {
            case Phase.Blocked _, Phase.Queued _ -> Line.Schedule.WAITING;
            case Phase.Placing _, Phase.Launching _, Phase.Activating _ -> Line.Schedule.LAUNCHING;
            case Phase.Backoff _ -> Line.Schedule.ALIVE_BACKOFF;
            case Phase.Preparing _,
                    Phase.Running _,
                    Phase.Judging _,
                    Phase.Draining _,
                    Phase.Releasing _,
                    Phase.Ended _ -> Line.Schedule.ALIVE;
        };
    }

    private static String machine(Offer offer, int nodes) {
        return nodes + "x(" + offer.instanceType() + (offer.spot() ? ", spot" : "") + ")";
    }

    /// The first of the choices; more than one is marked.
    static String resources(Demand demand) {
        var choice = demand.choices().getFirst();
        var text = new StringBuilder().append(demand.nodes()).append("x[");
        if (choice.acceleratorCount() > 0) {
            text.append(choice.accelerator()).append(':').append(plain(choice.acceleratorCount()));
        } else {
            text.append("CPU:").append(amount(choice.cpus()));
        }
        if (!choice.memoryGib().equals(Quantity.ANY)) {
            text.append(",MEM:").append(amount(choice.memoryGib()));
        }
        text.append(']');
        if (choice.spot() == Demand.Spot.YES) {
            text.append("[Spot]");
        }
        return text + (demand.choices().size() > 1 ? ", ..." : "");
    }

    private static String amount(Quantity quantity) {
        return quantity.equals(Quantity.ANY) ? "1+" : plain(quantity.amount()) + (quantity.atLeast() ? "+" : "");
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : String.format(Locale.ROOT, "%.2f", number);
    }

    static double seconds(Instant at) {
        return at.getEpochSecond() + at.getNano() / 1e9;
    }

    private String share(String text) {
        var known = shared.get(text);
        if (known != null || shared.size() >= MOST_SHARED) {
            return known != null ? known : text;
        }
        shared.put(text, text);
        return text;
    }
}
