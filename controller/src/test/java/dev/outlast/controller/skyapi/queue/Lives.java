package dev.outlast.controller.skyapi.queue;

import dev.outlast.controller.engine.LiveJob;
import dev.outlast.controller.lifecycle.Contact;
import dev.outlast.controller.lifecycle.JobFacts;
import dev.outlast.controller.lifecycle.JobState;
import dev.outlast.controller.lifecycle.Ledger;
import dev.outlast.controller.lifecycle.Lifecycle;
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
import dev.outlast.core.job.JobId;
import dev.outlast.recovery.RecoveryPolicy;
import dev.outlast.recovery.RunLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Jobs in some state, for lists.
public final class Lives {
    static final Instant SUBMITTED = Instant.parse("2026-11-21T11:00:00Z");
    private static final Offer OFFER = new Offer(new Place("local", "east", "a"), "small", false, 0.1);

    private Lives() {}

    /// Runs since a quarter past.
    public static LiveJob running(long id, String name, String user) {
        var live = new Live(1, OFFER, handle(), new ResumePoint.Beginning());
        var since = SUBMITTED.plusSeconds(900);
        return job(
                id,
                name,
                user,
                List.of(new TaskState(
                        ledger(since, 1), new Phase.Running(live, since, new Contact.Good()), List.of())));
    }

    public static LiveJob ended(long id, String name, String user) {
        var done = new Phase.Ended(new Outcome.Succeeded(), SUBMITTED.plusSeconds(1_800));
        return job(id, name, user, List.of(new TaskState(ledger(SUBMITTED.plusSeconds(900), 1), done, List.of())));
    }

    /// Two tasks, nothing begun.
    public static LiveJob pipeline(long id, String name, String user) {
        var facts = facts(id, name, user, 2);
        return live(facts, Lifecycle.begin(facts));
    }

    private static LiveJob job(long id, String name, String user, List<TaskState> tasks) {
        return live(facts(id, name, user, tasks.size()), new JobState(tasks, ""));
    }

    private static LiveJob live(JobFacts facts, JobState state) {
        var ids = new ArrayList<String>();
        facts.tasks().forEach(task -> ids.add("id-" + facts.id() + "-" + task.name()));
        return new LiveJob(facts, "hash", ids, 0, 1, 0, state, "", "");
    }

    private static JobFacts facts(long id, String name, String user, int tasks) {
        var choice = new Demand.Choice(
                new Place("", "", ""), Quantity.ANY, Quantity.ANY, "", 0, "", Demand.Spot.NO, Double.POSITIVE_INFINITY);
        var all = new ArrayList<TaskFacts>();
        for (int i = 0; i < tasks; i++) {
            all.add(new TaskFacts(
                    tasks == 1 ? name : name + "-" + i,
                    true,
                    false,
                    new Demand(1, List.of(choice), false),
                    RecoveryPolicy.DEFAULT,
                    RunLimits.NONE,
                    List.of()));
        }
        return new JobFacts(new JobId(id), name, user, 0, SUBMITTED, all);
    }

    private static Ledger ledger(Instant started, int attempts) {
        return new Ledger(attempts, 0, 0, false, 0, Duration.ZERO, SUBMITTED, Ledger.NOWHERE, List.of(), started);
    }

    private static ClusterHandle handle() {
        return new ClusterHandle("local", 1, "{}");
    }
}
