package dev.outlast.controller.skyapi.queue;

import dev.outlast.controller.engine.Listener;
import dev.outlast.controller.engine.LiveJob;
import dev.outlast.controller.lifecycle.Status;
import dev.outlast.core.job.Owner;
import dev.outlast.core.store.AttemptRow;
import dev.outlast.core.store.EventRow;
import dev.outlast.core.store.JobRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// All jobs there are, by id. The engine tells it of every change; jobs that ended before this leader began are put
/// in by whoever reads them from the store, and until they all are, readers wait.
///
/// One lock for writers; readers take the array as it is, and each job in it as a whole.
public final class QueueBoard implements Listener {
    private final Source source;
    private final Lines lines = new Lines();
    private final CountDownLatch loaded = new CountDownLatch(1);
    private volatile CountDownLatch behind = new CountDownLatch(0);
    private final Map<String, Tally> tallies = new HashMap<>();
    private final NavigableSet<Integer> unfinished = new ConcurrentSkipListSet<>();
    private volatile int newest;
    /// Job ids are given one after the other from 1: an array is the smallest map of them.
    private volatile AtomicReferenceArray<@Nullable List<Line>> slots = new AtomicReferenceArray<>(1024);

    /// Reads all there is of a job of an earlier leader.
    @FunctionalInterface
    public interface Source {
        Optional<Stored> read(long job);
    }

    /// @param attempts of the job
    public record Stored(LiveJob job, List<AttemptRow> attempts) {
        public Stored {
            attempts = List.copyOf(attempts);
        }
    }

    public QueueBoard(Source source) {
        this.source = source;
    }

    @Override
    public synchronized void committed(List<Change> changes, List<EventRow> events) {
        for (var change : changes) {
            int id = slot(change.after().facts().id().value());
            var before = roomFor(id).get(id);
            put(id, lines.of(change.after(), before == null ? List.of() : before));
        }
    }

    /// An ended job of an earlier leader, of one task that was never recovered, by its columns alone.
    public synchronized void loadBrief(JobRow row, Status status) {
        int id = slot(row.id().value());
        if (roomFor(id).get(id) == null) {
            put(id, lines.brief(row, status));
        }
    }

    /// A job of an earlier leader. What the engine told of it meanwhile is newer; only what lies before this leader is
    /// taken over from its attempts.
    public synchronized void load(Stored stored) {
        int id = slot(stored.job().facts().id().value());
        var known = roomFor(id).get(id);
        var read = lines.ofStored(stored.job(), stored.attempts());
        if (known == null || known.size() != read.size() || known.getFirst().brief()) {
            put(id, read);
            return;
        }
        var merged = new ArrayList<Line>();
        for (int i = 0; i < read.size(); i++) {
            merged.add(older(known.get(i), read.get(i)));
        }
        put(id, List.copyOf(merged));
    }

    /// A job as the store has it now; nobody but its leader changes it.
    public synchronized void replace(Stored stored) {
        int id = slot(stored.job().facts().id().value());
        roomFor(id);
        put(id, lines.ofStored(stored.job(), stored.attempts()));
    }

    /// No job of an earlier leader is missing any more.
    public void loadedAll() {
        loaded.countDown();
    }

    /// There are commits of an earlier leader that were not shown yet; readers wait until [#caughtUp].
    public void isBehind() {
        behind = new CountDownLatch(1);
    }

    public void caughtUp() {
        behind.countDown();
    }

    /// Newest first; each with its tasks in order. Waits until all are there.
    public Iterable<List<Line>> newestFirst() throws InterruptedException {
        loaded.await();
        behind.await();
        var all = slots;
        int from = Math.min(newest, all.length() - 1);
        return () -> IntStream.iterate(from, id -> id > 0, id -> id - 1)
                .boxed()
                .flatMap(id -> Stream.ofNullable(all.get(id)))
                .iterator();
    }

    /// Those that have not ended, newest first.
    Iterable<List<Line>> unfinished() throws InterruptedException {
        loaded.await();
        behind.await();
        return () -> unfinished.descendingSet().stream()
                .map(id -> find(id))
                .flatMap(Optional::stream)
                .iterator();
    }

    /// How many jobs there are.
    ///
    /// @param owner id of the user whose they are, empty for all
    synchronized Tally.Numbers numbers(String owner, boolean onlyUnfinished) {
        var tally = tallies.get(owner);
        return (tally == null ? new Tally() : tally).numbers(onlyUnfinished);
    }

    /// Does not wait: a job that is not loaded yet is not there.
    public Optional<List<Line>> find(long job) {
        var all = slots;
        return job < 1 || job >= all.length() ? Optional.empty() : Optional.ofNullable(all.get((int) job));
    }

    /// The same job with nothing left out.
    List<Line> whole(List<Line> job) {
        if (!job.getFirst().brief()) {
            return job;
        }
        source.read(job.getFirst().job()).ifPresent(this::load);
        return find(job.getFirst().job()).orElse(job);
    }

    private void put(int id, List<Line> job) {
        var before = slots.get(id);
        if (before != null) {
            count(before, -1);
        }
        count(job, 1);
        slots.set(id, job);
        newest = Math.max(newest, id);
        if (QueuePage.status(job).isTerminal()) {
            unfinished.remove(id);
        } else {
            unfinished.add(id);
        }
    }

    private void count(List<Line> job, int sign) {
        tallies.computeIfAbsent("", _ -> new Tally()).count(job, sign);
        var owner = Owner.of(job.getFirst().user()).id();
        if (!owner.isEmpty()) {
            tallies.computeIfAbsent(owner, _ -> new Tally()).count(job, sign);
        }
    }

    private static Line older(Line known, Line read) {
        return new Line(
                known.job(),
                known.task(),
                known.tasks(),
                known.jobName(),
                known.taskName(),
                known.user(),
                known.priority(),
                known.resources(),
                known.status(),
                known.schedule(),
                known.recoveries(),
                Double.isNaN(read.claimed()) ? known.claimed() : read.claimed(),
                known.started(),
                known.ended(),
                known.ran(),
                known.runningSince(),
                known.infra().isEmpty() ? read.infra() : known.infra(),
                known.machine().isEmpty() ? read.machine() : known.machine(),
                false);
    }

    private static int slot(long id) {
        return Math.toIntExact(id);
    }

    private AtomicReferenceArray<@Nullable List<Line>> roomFor(int id) {
        var all = slots;
        if (id < all.length()) {
            return all;
        }
        var larger = new AtomicReferenceArray<@Nullable List<Line>>(Math.max(id + 1, all.length() + all.length() / 2));
        for (int i = 0; i < all.length(); i++) {
            larger.setPlain(i, all.get(i));
        }
        slots = larger;
        return larger;
    }
}
