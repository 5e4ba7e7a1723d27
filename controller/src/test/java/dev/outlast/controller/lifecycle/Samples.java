package dev.outlast.controller.lifecycle;

import dev.outlast.core.checkpoint.ResumePoint;
import dev.outlast.core.cluster.Observation;
import dev.outlast.core.job.Fault;
import dev.outlast.recovery.RunLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Phases, events and situations between which every rule is met.
final class Samples {
    static final int ATTEMPT = 3;
    private static final Instant T = Given.START;
    private static final ResumePoint POINT = new ResumePoint.At(40, 2, "local://b", "m");
    private static final Live LIVE = new Live(ATTEMPT, Given.EAST, Life.handle(ATTEMPT), POINT);

    private Samples() {}

    /// By name of the phase: what a task in it can look like.
    static Map<String, List<Phase>> phases() {
        var good = new Contact.Good();
        var lost = new Contact.Lost(T, "no answer");
        var all = new LinkedHashMap<String, List<Phase>>();
        all.put("Blocked", List.of(new Phase.Blocked()));
        all.put("Queued", List.of(new Phase.Queued(T)));
        all.put(
                "Placing",
                List.of(
                        new Phase.Placing(T, new Phase.Resume.Unknown(), T),
                        new Phase.Placing(T, new Phase.Resume.Known(POINT), T)));
        all.put("Launching", List.of(new Phase.Launching(ATTEMPT, Given.EAST, POINT, T)));
        all.put("Activating", List.of(new Phase.Activating(LIVE, T, 0, T), new Phase.Activating(LIVE, T, 4, T)));
        all.put("Preparing", List.of(new Phase.Preparing(LIVE, T, good), new Phase.Preparing(LIVE, T, lost)));
        all.put("Running", List.of(new Phase.Running(LIVE, T, good), new Phase.Running(LIVE, T, lost)));
        all.put(
                "Judging",
                List.of(
                        new Phase.Judging(LIVE, false, 1, T, Duration.ofSeconds(5)),
                        new Phase.Judging(LIVE, false, 137, T, Duration.ofSeconds(5)),
                        new Phase.Judging(LIVE, true, 9, T, Duration.ZERO)));
        all.put(
                "Draining",
                List.of(
                        new Phase.Draining(LIVE, retry(), T, T.plusSeconds(35)),
                        new Phase.Draining(LIVE, end(new Outcome.Failed(Fault.LIMIT, "")), T, T.plusSeconds(35))));
        all.put("Releasing", releasing());
        all.put("Backoff", List.of(new Phase.Backoff(T.plusSeconds(60), Fault.CAPACITY, "full")));
        all.put(
                "Ended",
                List.of(
                        new Phase.Ended(new Outcome.Succeeded(), T),
                        new Phase.Ended(new Outcome.Failed(Fault.USER, ""), T),
                        new Phase.Ended(new Outcome.Cancelled("ann"), T)));
        return all;
    }

    private static List<Phase> releasing() {
        var all = new ArrayList<Phase>();
        for (var held : List.of(new Held.ByToken(), new Held.ByHandle(Life.handle(ATTEMPT)))) {
            for (var after : List.of(retry(), end(new Outcome.Succeeded()))) {
                for (int tries : List.of(0, 5)) {
                    all.add(new Phase.Releasing(ATTEMPT, Given.EAST, held, after, T, tries, T));
                }
            }
        }
        return all;
    }

    private static After retry() {
        return new After.Retry(Fault.PREEMPTED, "taken back");
    }

    private static After end(Outcome outcome) {
        return new After.End(outcome);
    }

    /// By name of the event: what can be said of the attempt that the task is at.
    static Map<String, List<JobEvent>> events(int attempt, Instant now) {
        var all = new LinkedHashMap<String, List<JobEvent>>();
        all.put("CancelAsked", List.of(new JobEvent.Command.CancelAsked("ann")));
        all.put("Admitted", List.of(new JobEvent.Engine.Admitted(0)));
        all.put("Tick", List.of(new JobEvent.Engine.Tick()));
        all.put("ResumeFound", List.of(new JobEvent.Report.ResumeFound(0, attempt, POINT, List.of())));
        all.put("ResumeFailed", List.of(new JobEvent.Report.ResumeFailed(0, attempt, "away")));
        all.put(
                "OffersFound",
                List.of(
                        new JobEvent.Report.OffersFound(0, attempt, List.of(List.of(Given.EAST, Given.WEST))),
                        new JobEvent.Report.OffersFound(0, attempt, List.of(List.of()))));
        all.put("OffersFailed", List.of(new JobEvent.Report.OffersFailed(0, attempt, "away")));
        all.put("Launched", List.of(new JobEvent.Report.Launched(0, attempt, Life.handle(attempt))));
        all.put("LaunchFailed", launchFailures(attempt));
        all.put("Activated", List.of(new JobEvent.Report.Activated(0, attempt)));
        all.put("ActivateFailed", activateFailures(attempt));
        for (var seen : observations().entrySet()) {
            all.put(
                    "Observed: " + seen.getKey(),
                    seen.getValue().stream()
                            .<JobEvent>map(o -> new JobEvent.Report.Observed(0, attempt, o, now))
                            .toList());
        }
        all.put("Released", List.of(new JobEvent.Report.Released(0, attempt)));
        all.put("ReleaseFailed", List.of(new JobEvent.Report.ReleaseFailed(0, attempt, "away")));
        return all;
    }

    private static List<JobEvent> launchFailures(int attempt) {
        var all = new ArrayList<JobEvent>();
        for (var fault : List.of(Fault.CAPACITY, Fault.QUOTA, Fault.PROVIDER, Fault.CONFIG)) {
            all.add(new JobEvent.Report.LaunchFailed(0, attempt, fault, true, "refused"));
        }
        all.add(new JobEvent.Report.LaunchFailed(0, attempt, Fault.PROVIDER, false, "no answer"));
        return all;
    }

    private static List<JobEvent> activateFailures(int attempt) {
        return List.of(
                new JobEvent.Report.ActivateFailed(0, attempt, Fault.CONFIG, true, "wrong mount"),
                new JobEvent.Report.ActivateFailed(0, attempt, Fault.NODE_LOST, true, "not there"),
                new JobEvent.Report.ActivateFailed(0, attempt, Fault.PROVIDER, false, "no answer"));
    }

    private static Map<String, List<Observation>> observations() {
        var all = new LinkedHashMap<String, List<Observation>>();
        all.put("waiting", List.of(Seen.up(Seen.waiting(0))));
        all.put("in setup", List.of(Seen.up(Seen.inSetup(0))));
        all.put("in run", List.of(Seen.up(Seen.running(0))));
        all.put("over a limit", List.of(Seen.up(Seen.idle(0, Duration.ofDays(2)))));
        all.put("all ended with 0", List.of(Seen.allExited(2, 0)));
        all.put("ended otherwise", List.of(Seen.allExited(2, 1), Seen.up(Seen.setupFailed(0, 9))));
        all.put("ended by us", List.of(Seen.up(Seen.stopped(0, 143))));
        all.put(
                "noticed",
                List.of(Seen.noticed(Seen.running(0)), Seen.noticed(Seen.waiting(0)), Seen.noticed(Seen.exited(0, 1))));
        all.put("noticed, all ended with 0", List.of(Seen.noticed(Seen.exited(0, 0))));
        all.put("gone", List.of(Seen.preempted(), Seen.gone(Fault.NODE_LOST), Seen.gone(Fault.USER)));
        all.put("unknown", List.of(Seen.unknown()));
        return all;
    }

    /// Early and late, with and without room.
    static List<Situation> situations() {
        var all = new ArrayList<Situation>();
        for (var now : List.of(T.plusSeconds(1), T.plus(Duration.ofDays(1)))) {
            for (var open : List.of(true, false)) {
                all.add(new Situation(now, 0.5, _ -> open, _ -> true, Situation.Policies.DEFAULT));
            }
        }
        return all;
    }

    /// With every limit and without any; with error budgets and without.
    static List<TaskFacts> facts() {
        var day = Duration.ofHours(20);
        var limits = new RunLimits(day, day, day, day, Duration.ofSeconds(30));
        return List.of(
                Given.PLAIN,
                Given.limited(limits),
                Given.recovering(9, 1),
                Given.withBuckets("local://b"),
                new TaskFacts(
                        "empty",
                        false,
                        false,
                        Given.PLAIN.demand(),
                        Given.PLAIN.recovery(),
                        RunLimits.NONE,
                        List.of()));
    }

    static TaskState task(Phase phase) {
        var placing = phase instanceof Phase.Placing || phase instanceof Phase.Queued || phase instanceof Phase.Blocked;
        var ledger = new Ledger(
                placing ? 0 : ATTEMPT, 0, 0, false, 1, Duration.ZERO, T, Ledger.NOWHERE, List.of(), Instant.EPOCH);
        return new TaskState(ledger, phase, List.of());
    }

    /// The attempt whose words the task listens to.
    static int current(TaskState task) {
        return task.phase() instanceof Phase.Placing
                ? task.ledger().lastAttempt() + 1
                : task.ledger().lastAttempt();
    }
}
