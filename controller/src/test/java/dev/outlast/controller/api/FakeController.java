package dev.outlast.controller.api;

import dev.outlast.core.cluster.Offer;
import dev.outlast.core.cluster.Place;
import dev.outlast.core.job.JobId;
import dev.outlast.core.store.ApiRequestRow;
import dev.outlast.core.store.EventCursor;
import dev.outlast.core.store.EventRow;
import dev.outlast.core.store.JobPage;
import dev.outlast.core.task.Parsed;
import dev.outlast.core.task.TaskLanguage;
import dev.outlast.core.task.Warning;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/// A controller of straw: jobs in a map, moved by the test. Waiting works as in the real one.
public final class FakeController extends FakeLook {
    public final List<SubmitRequest> submits = new ArrayList<>();
    public final List<String> rehearsed = new ArrayList<>();
    public final Set<String> blobs = new HashSet<>();
    /// What the next submits are answered by, whatever they are.
    public Optional<Answer<Submitted>> submitAnswer = Optional.empty();
    /// What every read is answered by, whatever it is.
    public boolean away;
    /// Told of each record that a command brings, as a store would be.
    public Consumer<ApiRequestRow> records = _ -> {};
    public Optional<RuntimeException> bug = Optional.empty();
    public List<Finding> findings = List.of(new Finding("provider local", Finding.Level.OK, "process groups"));

    private final TreeMap<Long, FakeJob> jobs = new TreeMap<>();
    private final Map<String, SubmitRequest> keys = new HashMap<>();
    private final Map<String, List<JobId>> made = new HashMap<>();
    private long batch;

    /// A job as if it had been submitted.
    public synchronized FakeJob job(String name) {
        return job(name, "ada");
    }

    public synchronized FakeJob job(String name, String user) {
        var id = new JobId(jobs.isEmpty() ? 1 : jobs.lastKey() + 1);
        var job = new FakeJob(id, name, user, "run: 'true'\n");
        jobs.put(id.value(), job);
        event(job, "submitted", "", "Queued");
        return job;
    }

    /// Changes a job and wakes who waits for it.
    public synchronized void change(long id, Consumer<FakeJob> change) {
        change.accept(Objects.requireNonNull(jobs.get(id)));
        notifyAll();
    }

    public synchronized void event(FakeJob job, String kind, String from, String to) {
        job.events.add(new EventRow(
                ++batch,
                0,
                job.id,
                0,
                job.attempts.size(),
                FakeJob.NOON.plusSeconds(batch),
                kind,
                from,
                to,
                job.status,
                ""));
        notifyAll();
    }

    public synchronized void end(long id, String status) {
        var job = Objects.requireNonNull(jobs.get(id));
        job.status = status;
        job.endedAt = Optional.of(FakeJob.NOON.plusSeconds(3_600));
        event(job, "ended", "Running", "Ended");
    }

    /// The job has a cluster and prints.
    public synchronized void print(long id, String text) {
        var job = Objects.requireNonNull(jobs.get(id));
        if (job.attempts.isEmpty()) {
            job.status = "RUNNING";
            job.begin();
        }
        job.print(text);
        event(job, "printed", "", "");
    }

    public synchronized Collection<FakeJob> all() {
        return List.copyOf(jobs.values());
    }

    @Override
    public synchronized Answer<Submitted> submit(SubmitRequest request) {
        bug.ifPresent(thrown -> {
            throw thrown;
        });
        submits.add(request);
        if (submitAnswer.isPresent()) {
            return submitAnswer.get();
        }
        var earlier = keys.get(request.idempotencyKey());
        if (earlier != null) {
            return earlier.bodyHash().equals(request.bodyHash())
                    ? new Answer.Done<>(
                            new Submitted(made.getOrDefault(request.idempotencyKey(), List.of()), List.of(), true))
                    : Answer.Conflict.keyReused();
        }
        return switch (parse(request)) {
            case Parsed.Refused refused -> new Answer.Refused<>(refused.problems());
            case Parsed.Accepted accepted -> {
                var submitted = create(request, accepted);
                request.receipt().of(submitted.jobs(), FakeJob.NOON).ifPresent(records);
                yield new Answer.Done<>(submitted);
            }
        };
    }

    private static Parsed parse(SubmitRequest request) {
        return request.command()
                ? TaskLanguage.fromCommand(request.text(), request.overrides())
                : TaskLanguage.parse(request.text(), request.overrides());
    }

    private Submitted create(SubmitRequest request, Parsed.Accepted accepted) {
        var ids = new ArrayList<JobId>();
        for (int i = 0; i < request.numJobs(); i++) {
            ids.add(job(accepted.job().name()).id);
        }
        if (!request.idempotencyKey().isEmpty()) {
            keys.put(request.idempotencyKey(), request);
            made.put(request.idempotencyKey(), ids);
        }
        return new Submitted(ids, accepted.warnings(), false);
    }

    @Override
    public Answer<Plan> plan(SubmitRequest request) {
        var offer = new Offer(new Place("local", "east", "east-a"), "cpu-2", true, 0.03);
        var task = new Plan.TaskPlan(
                0,
                "train",
                1,
                List.of(new Plan.Choice(offer, Optional.empty())),
                "It would start in local/east/east-a.");
        return new Answer.Done<>(new Plan("train", List.of(task), List.of(new Warning(1, 1, "name", "is missing"))));
    }

    @Override
    public synchronized Answer<List<Cancelled>> cancel(CancelRequest request) {
        var live = jobs.values().stream().filter(job -> !job.hasEnded());
        var ids = switch (request.selection()) {
            case CancelRequest.Selection.Ids(List<JobId> given) -> given;
            case CancelRequest.Selection.Named(String name) ->
                live.filter(job -> job.name.equals(name)).map(job -> job.id).toList();
            case CancelRequest.Selection.All _ -> live.map(job -> job.id).toList();
        };
        var cancelled = ids.stream().map(this::cancel).toList();
        var done = cancelled.stream()
                .filter(c -> c.result() == Cancelled.Result.CANCELLING)
                .map(Cancelled::job)
                .toList();
        request.receipt().of(done, FakeJob.NOON).ifPresent(records);
        return new Answer.Done<>(cancelled);
    }

    private Cancelled cancel(JobId id) {
        var job = jobs.get(id.value());
        if (job == null) {
            return new Cancelled(id, Cancelled.Result.NOT_FOUND);
        }
        if (job.hasEnded()) {
            return new Cancelled(id, Cancelled.Result.ALREADY_ENDED);
        }
        end(id.value(), "CANCELLED");
        return new Cancelled(id, Cancelled.Result.CANCELLING);
    }

    @Override
    public synchronized Answer<Submitted> retry(
            JobId id, Map<String, String> secrets, String idempotencyKey, String user) {
        if (secrets.containsValue("wrong")) {
            return Answer.Refused.because("job " + id + " had no secret called " + String.join(", ", secrets.keySet()));
        }
        var old = jobs.get(id.value());
        if (old == null) {
            return new Answer.NotFound<>("job " + id);
        }
        if (!old.hasEnded()) {
            return new Answer.Conflict<>("not_ended", "job " + id + " has not ended");
        }
        var again = job(old.name);
        again.retryOf = id.value();
        return new Answer.Done<>(new Submitted(List.of(again.id), List.of(), false));
    }

    @Override
    public synchronized Answer<JobView> unpark(JobId id) {
        return read(id, Duration.ZERO, job -> !job.parked.isEmpty(), job -> {
            if (job.parked.isEmpty()) {
                return new Answer.Conflict<>("not_parked", "job " + id + " is not parked");
            }
            job.parked = "";
            return new Answer.Done<>(job.view());
        });
    }

    @Override
    public Answer<JobView> job(JobId id, Duration wait) {
        return read(id, wait, FakeJob::hasEnded, job -> new Answer.Done<>(job.view()));
    }

    @Override
    public synchronized Answer<String> owner(JobId id) {
        var job = jobs.get(id.value());
        return job == null ? new Answer.NotFound<>("job " + id) : new Answer.Done<>(job.user);
    }

    @Override
    public synchronized Answer<List<JobSummary>> jobs(JobPage page) {
        if (away) {
            return new Answer.Unavailable<>("the store is away");
        }
        return new Answer.Done<>(jobs.descendingMap().values().stream()
                .filter(job -> job.id.value() < page.before())
                .filter(job -> page.statuses().isEmpty() || page.statuses().contains(job.status))
                .filter(job -> page.name().isEmpty() || page.name().equals(job.name))
                .filter(job -> page.user().isEmpty() || page.user().equals(job.user))
                .limit(page.limit())
                .map(FakeJob::summary)
                .toList());
    }

    @Override
    public synchronized Answer<Map<String, Long>> counts() {
        if (away) {
            return new Answer.Unavailable<>("the store is away");
        }
        var counts = new TreeMap<String, Long>();
        jobs.values().forEach(job -> counts.merge(job.status, 1L, Long::sum));
        return new Answer.Done<>(counts);
    }

    @Override
    public Answer<EventPage> events(JobId id, EventCursor after, int limit, Duration wait) {
        return read(id, wait, job -> job.hasEnded() || !eventsAfter(job, after).isEmpty(), job -> {
            var all = eventsAfter(job, after);
            var shown = all.subList(0, Math.min(limit, all.size()));
            return new Answer.Done<>(new EventPage(shown, job.hasEnded() && shown.size() == all.size()));
        });
    }

    private static List<EventRow> eventsAfter(FakeJob job, EventCursor after) {
        return job.events.stream()
                .filter(event -> event.cursor().compareTo(after) > 0)
                .toList();
    }

    @Override
    public Answer<LogChunk> logs(LogQuery query, Duration wait) {
        return read(query.job(), wait, job -> job.hasEnded() || job.log.size() > start(job, query.from()), job -> {
            var all = job.log.toByteArray();
            int from = start(job, query.from());
            int to = Math.min(all.length, from + query.maxBytes());
            var piece = Arrays.copyOfRange(all, from, to);
            return new Answer.Done<>(
                    new LogChunk(piece, "0/" + to, to < all.length, job.hasEnded() && to == all.length));
        });
    }

    private static int start(FakeJob job, LogQuery.From from) {
        return switch (from) {
            case LogQuery.From.Start _ -> 0;
            case LogQuery.From.Cursor(String text) -> Integer.parseInt(text.substring(2));
            case LogQuery.From.Tail(int lines) -> {
                var text = job.log.toString(StandardCharsets.ISO_8859_1);
                int at = text.length();
                for (int i = 0; i < lines && at > 0; i++) {
                    at = text.lastIndexOf('\n', at - 2) + 1;
                }
                yield at;
            }
        };
    }

    @Override
    public Answer<String> why(JobId id) {
        return read(id, Duration.ZERO, _ -> true, job -> new Answer.Done<>(job.why));
    }

    @Override
    public Answer<CostView> cost(JobId id) {
        return read(
                id,
                Duration.ZERO,
                _ -> true,
                job -> new Answer.Done<>(
                        new CostView(id, job.attempts, job.view().asOf())));
    }

    @Override
    public Answer<List<Finding>> check() {
        return new Answer.Done<>(findings);
    }

    @Override
    public Answer<String> rehearse(String provider, String verb, Map<String, String> arguments) {
        if (!provider.equals("local")) {
            return new Answer.NotFound<>("provider " + provider);
        }
        rehearsed.add(verb + " " + new TreeMap<>(arguments));
        return arguments.isEmpty()
                ? Answer.Refused.because(verb + " needs the argument job")
                : new Answer.Done<>(verb + " done");
    }

    @Override
    public Answer<String> putBlob(InputStream in) throws IOException {
        var bytes = in.readAllBytes();
        var sha256 = HexFormat.of().formatHex(AccessToken.newSha256().digest(bytes));
        blobs.add(sha256);
        return new Answer.Done<>(sha256);
    }

    @Override
    public boolean hasBlob(String sha256) {
        return blobs.contains(sha256);
    }

    @Override
    public ControllerInfo info() {
        return new ControllerInfo(
                "0.1.0",
                FakeJob.NOON,
                !away,
                away ? "the store is away" : "",
                true,
                "here",
                3,
                Map.of("wal_bytes", 7L));
    }

    @Override
    public String metrics() {
        return "outlast_up 1\n";
    }

    /// Waits as long as `settled` is false, then reads.
    private synchronized <T> Answer<T> read(
            JobId id, Duration wait, java.util.function.Predicate<FakeJob> settled, Read<T> read) {
        if (away) {
            return new Answer.Unavailable<>("the store is away");
        }
        var job = jobs.get(id.value());
        if (job == null) {
            return new Answer.NotFound<>("job " + id);
        }
        long until = System.nanoTime() + wait.toNanos();
        while (!settled.test(job) && System.nanoTime() < until) {
            try {
                wait(Math.max(1, (until - System.nanoTime()) / 1_000_000));
            } catch (InterruptedException closing) {
                Thread.currentThread().interrupt();
                return new Answer.Unavailable<>("closing");
            }
        }
        return read.of(job);
    }

    private interface Read<T> {
        Answer<T> of(FakeJob job);
    }
}
