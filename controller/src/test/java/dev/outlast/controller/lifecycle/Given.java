package dev.outlast.controller.lifecycle;

import dev.outlast.core.cluster.Demand;
import dev.outlast.core.cluster.Offer;
import dev.outlast.core.cluster.Place;
import dev.outlast.core.cluster.Quantity;
import dev.outlast.core.job.JobId;
import dev.outlast.recovery.RecoveryPolicy;
import dev.outlast.recovery.RecoveryPolicy.Strategy;
import dev.outlast.recovery.RunLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/// Facts of jobs, as tests need them.
final class Given {
    static final Instant START = Instant.parse("2026-11-21T08:00:00Z");
    static final Offer EAST = offer("east", 1.0);
    static final Offer WEST = offer("west", 2.0);
    static final Offer NORTH = offer("north", 3.0);
    static final TaskFacts PLAIN = new TaskFacts(
            "train",
            true,
            false,
            new Demand(1, List.of(anywhere()), false),
            RecoveryPolicy.DEFAULT,
            RunLimits.NONE,
            List.of());

    private Given() {}

    static Offer offer(String region, double price) {
        return new Offer(new Place("fake", region, region + "-a"), "small", true, price);
    }

    static Demand.Choice anywhere() {
        return at("", "");
    }

    static Demand.Choice at(String provider, String region) {
        return new Demand.Choice(
                new Place(provider, region, ""),
                Quantity.ANY,
                Quantity.ANY,
                "",
                0,
                "",
                Demand.Spot.YES,
                Double.POSITIVE_INFINITY);
    }

    static JobFacts job(TaskFacts... tasks) {
        return new JobFacts(new JobId(7), "train", "ann", 0, START, List.of(tasks));
    }

    static JobFacts pipeline(int tasks) {
        return job(Collections.nCopies(tasks, PLAIN).toArray(TaskFacts[]::new));
    }

    static TaskFacts recovering(int maxRestarts, Integer... codes) {
        return recovering(Strategy.EAGER_NEXT_REGION, maxRestarts, codes);
    }

    static TaskFacts recovering(Strategy strategy, int maxRestarts, Integer... codes) {
        return with(PLAIN, new RecoveryPolicy(strategy, maxRestarts, Set.of(codes)));
    }

    static TaskFacts with(TaskFacts task, RecoveryPolicy recovery) {
        return new TaskFacts(
                task.name(),
                task.hasRun(),
                task.hasSetup(),
                task.demand(),
                recovery,
                task.limits(),
                task.checkpointBuckets());
    }

    static TaskFacts demanding(Demand demand) {
        return new TaskFacts("train", true, false, demand, PLAIN.recovery(), PLAIN.limits(), PLAIN.checkpointBuckets());
    }

    static TaskFacts limited(RunLimits limits) {
        return new TaskFacts("train", true, false, PLAIN.demand(), PLAIN.recovery(), limits, List.of());
    }

    static TaskFacts withBuckets(String... buckets) {
        return new TaskFacts("train", true, false, PLAIN.demand(), PLAIN.recovery(), PLAIN.limits(), List.of(buckets));
    }

    static RunLimits maxDuration(Duration limit) {
        return new RunLimits(limit, RunLimits.NEVER, RunLimits.NEVER, RunLimits.NEVER, RunLimits.NONE.grace());
    }

    static RunLimits maxWait(Duration limit) {
        return new RunLimits(RunLimits.NEVER, limit, RunLimits.NEVER, RunLimits.NEVER, RunLimits.NONE.grace());
    }

    static RunLimits stallAfter(Duration limit) {
        return new RunLimits(RunLimits.NEVER, RunLimits.NEVER, limit, RunLimits.NEVER, RunLimits.NONE.grace());
    }

    static RunLimits relaunchAfter(Duration silence) {
        return new RunLimits(RunLimits.NEVER, RunLimits.NEVER, RunLimits.NEVER, silence, RunLimits.NONE.grace());
    }
}
