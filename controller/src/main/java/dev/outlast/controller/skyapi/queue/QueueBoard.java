package dev.outlast.controller.skyapi.queue;

import dev.outlast.controller.engine.Listener;
import dev.outlast.controller.engine.LiveJob;
import dev.outlast.core.store.AttemptRow;
import dev.outlast.core.store.EventRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// All jobs there are, by id. The engine tells it of every change; jobs that ended before this leader began are put
/// in by whoever reads them from the store, and until they all are, readers wait.
///
/// One lock for writers; readers take the array as it is, and each job in it as a whole.
public final class QueueBoard implements Listener {
    private final Lines lines = new Lines();
    private final CountDownLatch loaded = new CountDownLatch(1);
    /// Job ids are given one after the other from 1: an array is the smallest map of them.
    private volatile AtomicReferenceArray<@Nullable List<Line>> slots = new AtomicReferenceArray<>(1024);

    @Override
    public synchronized void committed(List<Change> changes, List<EventRow> events) {
        for (var change : changes) {
            int id = slot(change.after().facts().id().value());
            var all = roomFor(id);
            var before = all.get(id);
            all.set(id, lines.of(change.after(), before == null ? List.of() : before));
        }
    }

    /// A job of an earlier leader. What the engine told of it meanwhile is newer; only what lies before this leader is
    /// taken over from its attempts.
    public synchronized void load(LiveJob job, List<AttemptRow> attempts) {
        int id = slot(job.facts().id().value());
        var all = roomFor(id);
        var known = all.get(id);
        var read = lines.ofStored(job, attempts);
        if (known == null || known.size() != read.size()) {
            all.set(id, read);
            return;
        }
        var merged = new ArrayList<Line>();
        for (int i = 0; i < read.size(); i++) {
            merged.add(older(known.get(i), read.get(i)));
        }
        all.set(id, List.copyOf(merged));
    }

    /// No job of an earlier leader is missing any more.
    public void loadedAll() {
        loaded.countDown();
    }

    /// Newest first; each with its tasks in order. Waits until all are there.
    public List<List<Line>> newestFirst() throws InterruptedException {
        loaded.await();
        var all = slots;
        var found = new ArrayList<List<Line>>(all.length());
        for (int i = all.length() - 1; i > 0; i--) {
            var job = all.get(i);
            if (job != null) {
                found.add(job);
            }
        }
        return found;
    }

    /// Does not wait: a job that is not loaded yet is not there.
    public Optional<List<Line>> find(long job) {
        var all = slots;
        return job < 1 || job >= all.length() ? Optional.empty() : Optional.ofNullable(all.get((int) job));
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
                known.machine().isEmpty() ? read.machine() : known.machine());
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
