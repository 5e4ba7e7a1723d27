package dev.outlast.controller.codec;

import dev.outlast.controller.lifecycle.After;
import dev.outlast.controller.lifecycle.Contact;
import dev.outlast.controller.lifecycle.Held;
import dev.outlast.controller.lifecycle.JobState;
import dev.outlast.controller.lifecycle.Ledger;
import dev.outlast.controller.lifecycle.Leftover;
import dev.outlast.controller.lifecycle.Live;
import dev.outlast.controller.lifecycle.Outcome;
import dev.outlast.controller.lifecycle.Phase;
import dev.outlast.controller.lifecycle.TaskState;
import dev.outlast.core.checkpoint.ResumePoint;
import dev.outlast.core.checkpoint.Seal;
import dev.outlast.core.cluster.ClusterHandle;
import dev.outlast.core.cluster.Offer;
import dev.outlast.core.cluster.Place;
import dev.outlast.core.job.Fault;
import dev.outlast.recovery.RunLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One state per golden file; between them they hold every variant.
final class SampleStates {
    private static final Instant T = Instant.parse("2026-11-21T12:00:00.123456789Z");
    private static final Offer OFFER = new Offer(new Place("fake", "east", "east-1"), "a100:8", true, 1.0 / 3);
    private static final ClusterHandle HANDLE = new ClusterHandle("fake", 2, "{\"id\":\"c-7\"}");
    private static final ResumePoint AT = new ResumePoint.At(4200, 2, "s3://bucket/ckpt", "manifests/4200.json");
    private static final Live LIVE = new Live(3, OFFER, HANDLE, AT);
    private static final Ledger LEDGER = new Ledger(
            3,
            1,
            2,
            true,
            4,
            Duration.ofHours(5).plusNanos(7),
            T.minusSeconds(60),
            new Place("fake", "west", ""),
            List.of(new Seal(1, 100), new Seal(2, 4200)),
            T.minusSeconds(9000));

    private SampleStates() {}

    static Map<String, JobState> all() {
        var good = new Contact.Good();
        var retry = new After.Retry(Fault.PREEMPTED, "the spot node was taken back");
        var all = new LinkedHashMap<String, JobState>();
        all.put("blocked", of(new Phase.Blocked()));
        all.put("queued", of(new Phase.Queued(T)));
        all.put("placing-unknown", of(new Phase.Placing(T, new Phase.Resume.Unknown(), T.plusSeconds(1))));
        all.put("placing-known", of(new Phase.Placing(T, new Phase.Resume.Known(AT), T)));
        all.put("launching", of(new Phase.Launching(3, OFFER, new ResumePoint.Beginning(), T)));
        all.put("activating", of(new Phase.Activating(LIVE, T, 2, T.plusSeconds(5))));
        all.put("preparing", of(new Phase.Preparing(LIVE, T, good)));
        all.put("running", of(new Phase.Running(LIVE, T, good)));
        all.put("running-out-of-contact", of(new Phase.Running(LIVE, T, new Contact.Lost(T, "no route to host"))));
        all.put("judging", of(new Phase.Judging(LIVE, false, 137, T, Duration.ofMillis(1234))));
        all.put("draining", of(new Phase.Draining(LIVE, retry, T, T.plusSeconds(30))));
        all.put("releasing-retry", of(releasing(new Held.ByHandle(HANDLE), retry)));
        all.put("releasing-end", of(releasing(new Held.ByToken(), new After.End(new Outcome.Succeeded()))));
        all.put("backoff", of(new Phase.Backoff(T.plusSeconds(16), Fault.CAPACITY, "no room: \"zone\" full")));
        all.put("ended-succeeded", of(new Phase.Ended(new Outcome.Succeeded(), T)));
        all.put("ended-failed", of(new Phase.Ended(new Outcome.Failed(Fault.USER, "exit code 3"), T)));
        all.put("ended-cancelled", of(new Phase.Ended(new Outcome.Cancelled("ann"), T)));
        all.put("pipeline", pipeline());
        all.put("extremes", extremes());
        return all;
    }

    private static Phase.Releasing releasing(Held held, After after) {
        return new Phase.Releasing(3, OFFER, held, after, T, 5, T.plusSeconds(60));
    }

    private static JobState of(Phase phase) {
        return new JobState(List.of(new TaskState(LEDGER, phase, List.of())), "");
    }

    private static JobState pipeline() {
        var leftovers = List.of(
                new Leftover(1, "fake", new Held.ByToken(), 0, T),
                new Leftover(2, "fake", new Held.ByHandle(HANDLE), 3, T));
        return new JobState(
                List.of(
                        new TaskState(LEDGER, new Phase.Ended(new Outcome.Succeeded(), T), leftovers),
                        new TaskState(LEDGER, new Phase.Running(LIVE, T, new Contact.Good()), List.of()),
                        new TaskState(Ledger.fresh(T), new Phase.Blocked(), List.of())),
                "bob@example \"the\" boss\n\u2028🦆");
    }

    private static JobState extremes() {
        var ledger = new Ledger(
                Integer.MAX_VALUE,
                0,
                0,
                false,
                0,
                RunLimits.NEVER,
                Instant.MAX,
                Ledger.NOWHERE,
                List.of(new Seal(1, Long.MAX_VALUE)),
                Instant.MIN);
        var dear = new Offer(new Place("", "", ""), "", false, Double.POSITIVE_INFINITY);
        var phase = new Phase.Launching(1, dear, new ResumePoint.Beginning(), Instant.EPOCH);
        return new JobState(List.of(new TaskState(ledger, phase, List.of())), "");
    }
}
