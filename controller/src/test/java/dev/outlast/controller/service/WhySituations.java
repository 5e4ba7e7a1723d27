package dev.outlast.controller.service;

import dev.outlast.controller.engine.LiveJob;
import dev.outlast.controller.lifecycle.After;
import dev.outlast.controller.lifecycle.Contact;
import dev.outlast.controller.lifecycle.Held;
import dev.outlast.controller.lifecycle.JobFacts;
import dev.outlast.controller.lifecycle.JobState;
import dev.outlast.controller.lifecycle.Ledger;
import dev.outlast.controller.lifecycle.Leftover;
import dev.outlast.controller.lifecycle.Live;
import dev.outlast.controller.lifecycle.Outcome;
import dev.outlast.controller.lifecycle.Phase;
import dev.outlast.controller.lifecycle.TaskFacts;
import dev.outlast.controller.lifecycle.TaskState;
import dev.outlast.core.checkpoint.ResumePoint;
import dev.outlast.core.cluster.ClusterHandle;
import dev.outlast.core.cluster.Demand;
import dev.outlast.core.cluster.Offer;
import dev.outlast.core.cluster.Place;
import dev.outlast.core.cluster.Quantity;
import dev.outlast.core.job.Fault;
import dev.outlast.core.job.JobId;
import dev.outlast.recovery.RecoveryPolicy;
import dev.outlast.recovery.RunLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Situations that people ask about at night.
final class WhySituations {
    static final Instant NOW = Instant.parse("2026-11-21T03:00:00Z");
    private static final Offer SPOT = new Offer(new Place("local", "east", "a"), "local.small", true, 0.004);
    private static final ResumePoint AT = new ResumePoint.At(1200, 1, "local://ck", ".outlast/t/000000001200.1.json");

    private final Map<String, String> said = new LinkedHashMap<>();

    static Map<String, String> all() {
        var situations = new WhySituations();
        situations.waiting();
        situations.starting();
        situations.running();
        situations.leaving();
        situations.ended();
        situations.special();
        return situations.said;
    }

    private void waiting() {
        add("next in the queue", new Phase.Queued(before(3)), 0);
        add("behind others in the queue", new Phase.Queued(before(90)), 17);
        put("queued with max_wait", job(state(new Phase.Queued(before(60))), limited(waits())), 4, "");
        add("backing off: no capacity", backoff(Fault.CAPACITY, "no capacity in 6 of 6 offers"), 0);
        add("backing off: quota", backoff(Fault.QUOTA, "no capacity in 2 of 2 offers"), 0);
        add("backing off: a sick provider", backoff(Fault.PROVIDER, "503 from the provider"), 0);
        put(
                "recovering, backing off",
                job(new TaskState(lost(), backoff(Fault.PREEMPTED, "taken back"), List.of()), plain()),
                0,
                "released at 2026-11-21T02:59:00Z");
    }

    private void starting() {
        add("looking for a checkpoint", new Phase.Placing(before(1), new Phase.Resume.Unknown(), before(1)), 0);
        var known = new Phase.Resume.Known(AT);
        add("asking for offers", new Phase.Placing(before(1), known, before(1)), 0);
        add("offers could not be had", new Phase.Placing(before(9), known, after(20)), 0);
        add("launching", new Phase.Launching(1, SPOT, new ResumePoint.Beginning(), before(40)), 0);
        add("activating", new Phase.Activating(live(1), before(1), 0, before(1)), 0);
        add("activating again", new Phase.Activating(live(1), before(30), 2, after(10)), 0);
        add("in setup", new Phase.Preparing(live(1), before(120), new Contact.Good()), 0);
    }

    private void running() {
        add("running", new Phase.Running(live(1), before(3600), new Contact.Good()), 0);
        put(
                "running after recoveries",
                job(
                        new TaskState(lost(), new Phase.Running(live(4), before(7200), new Contact.Good()), List.of()),
                        plain()),
                0,
                "recovered at 2026-11-21T01:00:00Z (from checkpoint 1200, written by attempt 3)");
        var dark = new Contact.Lost(before(300), "the launcher does not answer");
        add("degraded, waiting", new Phase.Running(live(1), before(3600), dark), 0);
        put(
                "degraded, will relaunch",
                job(state(new Phase.Running(live(1), before(3600), dark)), limited(silence())),
                0,
                "");
        add("judging a run", new Phase.Judging(live(1), false, 137, before(4), Duration.ofHours(1)), 0);
        add("judging a setup", new Phase.Judging(live(1), true, 1, before(1), Duration.ZERO), 0);
        add("draining on notice", draining(new After.Retry(Fault.PREEMPTED, "will be taken back at 03:02")), 0);
        add("draining on a limit", draining(new After.End(new Outcome.Failed(Fault.LIMIT, "max_duration"))), 0);
    }

    private void leaving() {
        var retry = new After.Retry(Fault.PREEMPTED, "taken back");
        add("releasing to retry", releasing(new Held.ByHandle(handle()), retry, 0), 0);
        add(
                "releasing an unknown launch",
                releasing(new Held.ByToken(), new After.Retry(Fault.PROVIDER, "timeout"), 0),
                0);
        add(
                "releasing after success",
                releasing(new Held.ByHandle(handle()), new After.End(new Outcome.Succeeded()), 0),
                0);
        add("cancelling", releasing(new Held.ByHandle(handle()), new After.End(new Outcome.Cancelled("ann")), 0), 0);
        add("a release that fails", releasing(new Held.ByHandle(handle()), retry, 2), 0);
    }

    private void ended() {
        add("succeeded", end(new Outcome.Succeeded()), 0);
        add("cancelled", end(new Outcome.Cancelled("ann")), 0);
        for (var fault : Fault.values()) {
            add("failed: " + fault, end(new Outcome.Failed(fault, "what was said")), 0);
        }
        var leftover = new Leftover(2, "local", new Held.ByToken(), 3, after(60));
        put(
                "succeeded with a clean-up owed",
                job(new TaskState(Ledger.fresh(before(900)), end(new Outcome.Succeeded()), List.of(leftover)), plain()),
                0,
                "");
    }

    private void special() {
        var job = job(state(new Phase.Running(live(1), before(60), new Contact.Good())), plain());
        put("parked", parked(job), 0, "");
        var second = new TaskState(Ledger.fresh(before(900)), new Phase.Queued(before(5)), List.of());
        var tasks = List.of(state(end(new Outcome.Succeeded())), second);
        put("second task of a pipeline", pipeline(tasks), 0, "queued at 2026-11-21T02:59:55Z (task 0 succeeded)");
        var failed = List.of(
                state(end(new Outcome.Failed(Fault.USER, "run ended with code 3"))),
                state(end(new Outcome.Cancelled("task 0 (prepare), which did not succeed"))));
        put("pipeline stopped by its first task", pipeline(failed), 0, "");
    }

    private void add(String name, Phase phase, long ahead) {
        put(name, job(state(phase), plain()), ahead, "");
    }

    private void put(String name, LiveJob job, long ahead, String last) {
        if (said.put(name, Why.of(job, NOW, ahead, last)) != null) {
            throw new IllegalArgumentException("twice: " + name);
        }
    }

    private static Instant before(long seconds) {
        return NOW.minusSeconds(seconds);
    }

    private static Instant after(long seconds) {
        return NOW.plusSeconds(seconds);
    }

    private static Phase.Backoff backoff(Fault fault, String detail) {
        return new Phase.Backoff(after(75), fault, detail);
    }

    private static Phase.Draining draining(After after) {
        return new Phase.Draining(live(1), after, before(2), after(33));
    }

    private static Phase.Releasing releasing(Held held, After after, int tries) {
        return new Phase.Releasing(1, SPOT, held, after, before(8), tries, after(16));
    }

    private static Phase.Ended end(Outcome outcome) {
        return new Phase.Ended(outcome, before(600));
    }

    private static ClusterHandle handle() {
        return new ClusterHandle("local", 1, "x");
    }

    private static Live live(int attempt) {
        return new Live(attempt, SPOT, handle(), attempt == 1 ? new ResumePoint.Beginning() : AT);
    }

    private static Ledger lost() {
        return new Ledger(
                4,
                1,
                3,
                false,
                1,
                Duration.ofHours(9),
                before(80),
                new Place("local", "west", "b"),
                List.of(),
                before(90_000));
    }

    private static TaskState state(Phase phase) {
        return new TaskState(Ledger.fresh(before(900)), phase, List.of());
    }

    private static RunLimits plain() {
        return RunLimits.NONE;
    }

    private static RunLimits limited(RunLimits limits) {
        return limits;
    }

    private static RunLimits waits() {
        var never = RunLimits.NEVER;
        return new RunLimits(never, Duration.ofHours(2), never, never, Duration.ofSeconds(30));
    }

    private static RunLimits silence() {
        var never = RunLimits.NEVER;
        return new RunLimits(never, never, never, Duration.ofMinutes(10), Duration.ofSeconds(30));
    }

    private static TaskFacts facts(String name, RunLimits limits) {
        var any = new Demand.Choice(
                new Place("", "", ""),
                Quantity.ANY,
                Quantity.ANY,
                "",
                0,
                "",
                Demand.Spot.YES,
                Double.POSITIVE_INFINITY);
        var demand = new Demand(1, List.of(any), false);
        return new TaskFacts(name, true, true, demand, RecoveryPolicy.DEFAULT, limits, List.of());
    }

    private static LiveJob job(TaskState state, RunLimits limits) {
        return live(List.of(state), List.of(facts("train", limits)));
    }

    private static LiveJob pipeline(List<TaskState> states) {
        return live(states, List.of(facts("prepare", plain()), facts("train", plain())));
    }

    private static LiveJob live(List<TaskState> states, List<TaskFacts> facts) {
        var ids = new ArrayList<String>();
        facts.forEach(f -> ids.add("id-" + f.name()));
        var job = new JobFacts(new JobId(7), "train", "ann", 0, before(900), facts);
        return new LiveJob(job, "hash", ids, 0, 1, 0, new JobState(states, ""), "", "");
    }

    private static LiveJob parked(LiveJob job) {
        return new LiveJob(
                job.facts(),
                job.specHash(),
                job.taskIds(),
                0,
                1,
                0,
                job.state(),
                "java.lang.IllegalStateException: planted",
                "");
    }
}
