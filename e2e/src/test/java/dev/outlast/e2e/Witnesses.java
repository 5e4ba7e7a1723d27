package dev.outlast.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// Clients who submit, cancel and look at small jobs through whichever controller, and write down what they were told,
/// and when. Keys are used once, again, or by two at the same moment.
final class Witnesses implements AutoCloseable {
    /// What the names of their jobs begin with, and nobody else's.
    static final String NAME = "told-";

    private static final int SUBMITTERS = 2;
    private static final int LOOKS_AT = 3;
    private static final int PAUSE_MILLIS = 600;
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);

    private final Several several;
    private final ExecutorService threads;
    private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
    private final NavigableSet<Long> ids = new ConcurrentSkipListSet<>();
    /// Jobs that end only when they are cancelled.
    private final Set<Long> endless = ConcurrentHashMap.newKeySet();
    private final Set<Long> cancelled = ConcurrentHashMap.newKeySet();
    private final CountDownLatch finished = new CountDownLatch(1);
    private final CountDownLatch allEnded = new CountDownLatch(1);
    private final List<Future<?>> submitting = new ArrayList<>();
    private final List<Future<?>> looking = new ArrayList<>();

    Witnesses(Several several, long seed, ExecutorService threads) {
        this.several = several;
        this.threads = threads;
        for (int i = 0; i < SUBMITTERS; i++) {
            var who = i;
            submitting.add(threads.submit(() -> submitAlways(who, new Random(seed + who))));
        }
        for (int i = 0; i < several.count(); i++) {
            var which = i;
            looking.add(threads.submit(() -> lookAlways(which, new Random(seed - 1 - which))));
        }
    }

    /// No more submits.
    void finish() {
        finished.countDown();
    }

    private Void submitAlways(int who, Random random) throws Exception {
        var keys = new ArrayList<String>();
        do {
            var again = !keys.isEmpty() && random.nextInt(4) == 0;
            var key = again ? keys.get(random.nextInt(keys.size())) : NAME + who + "-" + keys.size();
            if (!again) {
                keys.add(key);
            }
            submit(key, random.nextBoolean());
            if (random.nextInt(3) == 0) {
                cancelOne(random);
            }
        } while (!finished.await(random.nextInt(PAUSE_MILLIS / 2, 3 * PAUSE_MILLIS), TimeUnit.MILLISECONDS));
        return null;
    }

    /// What it does follows from its key, so that the same key is the same request.
    private static boolean isEndless(String key) {
        return key.endsWith("2") || key.endsWith("7");
    }

    private void submit(String key, boolean twice) throws Exception {
        var other = twice ? threads.submit(() -> submit(key)) : null;
        var id = submit(key);
        if (other != null) {
            assertThat(other.get()).as(key).isEqualTo(id);
        }
        if (isEndless(key)) {
            endless.add(id);
        }
        ids.add(id);
    }

    private long submit(String key) {
        var yaml = Yaml.job(key, isEndless(key) ? "sleep 100000" : "sleep 0.5");
        var begun = System.nanoTime();
        try {
            var id = several.door().submit(yaml, key);
            calls.add(new Call.Submit(key, id, begun, System.nanoTime()));
            return id;
        } catch (RuntimeException | AssertionError unanswered) {
            calls.add(new Call.Submit(key, 0, begun, Call.NEVER));
            throw unanswered;
        }
    }

    private void cancelOne(Random random) {
        var all = List.copyOf(ids);
        cancel(all.get(random.nextInt(all.size())));
    }

    private void cancel(long id) {
        var begun = System.nanoTime();
        var accepted = several.door().cancel(id);
        calls.add(new Call.Cancel(id, accepted, begun, System.nanoTime()));
        cancelled.add(id);
    }

    private Void lookAlways(int which, Random random) throws Exception {
        do {
            var seen = new ArrayList<Call.Read>();
            for (var id : some(random)) {
                look(which, id).ifPresent(seen::add);
            }
            var leading = !seen.isEmpty() && several.leadsForSure(which);
            for (var read : seen) {
                calls.add(new Call.Read(
                        read.controller(), leading, read.job(), read.shown(), read.begun(), read.ended()));
            }
        } while (!allEnded.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS));
        return null;
    }

    /// The newest, any other, and one that there may be soon.
    private List<Long> some(Random random) {
        var all = List.copyOf(ids);
        var some = new ArrayList<Long>();
        if (!all.isEmpty()) {
            some.add(all.getLast());
            for (int i = 1; i < LOOKS_AT; i++) {
                some.add(all.get(random.nextInt(all.size())));
            }
        }
        some.add(all.isEmpty() ? 1 : all.getLast() + 1);
        return some;
    }

    /// @return nothing when there was no answer, or when it is another's job
    private Optional<Call.Read> look(int which, long id) throws InterruptedException {
        var begun = System.nanoTime();
        var reply = several.at(which).door().tryGet("/v1/jobs/" + id);
        var ended = System.nanoTime();
        if (reply.isEmpty()) {
            return Optional.empty();
        }
        var who = "controller " + which;
        if (reply.get().status() == 404) {
            return Optional.of(new Call.Read(who, false, id, Optional.empty(), begun, ended));
        }
        var view = reply.get().ok().json();
        if (!view.path("name").asText().startsWith(NAME)) {
            return Optional.empty();
        }
        int attempts = 0;
        for (var task : view.path("tasks")) {
            attempts += task.path("attempts").size();
        }
        var shown =
                new Call.Shown(view.path("name").asText(), view.path("status").asText(), attempts);
        return Optional.of(new Call.Read(who, false, id, Optional.of(shown), begun, ended));
    }

    /// Lets all jobs end, and judges what was told.
    void check(String replay) throws Exception {
        finish();
        for (var submitter : submitting) {
            submitter.get(5, TimeUnit.MINUTES);
        }
        endless.stream().filter(id -> !cancelled.contains(id)).toList().forEach(this::cancel);
        for (var id : ids) {
            await("job " + id + " ends, " + replay)
                    .atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> !several.door().job(id).path("ended_at").isNull());
        }
        allEnded.countDown();
        for (var looker : looking) {
            looker.get(5, TimeUnit.MINUTES);
        }
        var begun = System.nanoTime();
        var jobs = new HashMap<Long, String>();
        for (var job : several.at(several.awaitLeader()).door().jobs()) {
            if (job.path("name").asText().startsWith(NAME)) {
                jobs.put(job.path("job_id").asLong(), job.path("name").asText());
            }
        }
        calls.add(new Call.Listing(Map.copyOf(jobs), begun, System.nanoTime()));
        for (var id : ids) {
            assertRanOnce(several.door().job(id), replay);
        }
        var told = List.copyOf(calls);
        tell(told);
        assertThat(HistoryCheck.violations(told)).as(replay).isEmpty();
    }

    /// Nobody preempts these jobs, so no controller's death may make one of them run again.
    private void assertRanOnce(JsonNode job, String replay) {
        var ran = new ArrayList<JsonNode>();
        for (var task : job.path("tasks")) {
            task.path("attempts").forEach(attempt -> {
                if (!attempt.path("started_at").isNull()) {
                    ran.add(attempt);
                }
            });
        }
        assertThat(ran).as("runs of %s, %s", job, replay).hasSizeLessThanOrEqualTo(1);
        var status = job.path("status").asText();
        if (endless.contains(job.path("job_id").asLong())) {
            assertThat(status).as("%s, %s", job, replay).isEqualTo("CANCELLED");
        } else {
            assertThat(status).as("%s, %s", job, replay).isIn("SUCCEEDED", "CANCELLED");
        }
    }

    /// Nobody looks any more.
    @Override
    public void close() {
        finish();
        allEnded.countDown();
    }

    /// So that a reader sees that they were not idle.
    private void tell(List<Call> told) {
        var reads = told.stream()
                .filter(Call.Read.class::isInstance)
                .map(Call.Read.class::cast)
                .toList();
        var byLeader = reads.stream().filter(Call.Read::leading).count();
        System.out.printf(
                "history: %d submits of %d jobs, %d cancels, %d reads, %d of them by the leader%n",
                told.stream().filter(Call.Submit.class::isInstance).count(),
                ids.size(),
                told.stream().filter(Call.Cancel.class::isInstance).count(),
                reads.size(),
                byLeader);
        assertThat(byLeader).as("somebody looked at the leader").isPositive();
    }
}
