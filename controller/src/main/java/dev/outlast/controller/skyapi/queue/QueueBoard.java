package dev.outlast.controller.skyapi.queue;

import dev.outlast.controller.engine.Listener;
import dev.outlast.controller.engine.LiveJob;
import dev.outlast.core.store.AttemptRow;
import dev.outlast.core.store.EventRow;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// All jobs there are, by id. The engine tells it of every change; jobs that ended before this leader began are put
/// in by whoever reads them from the store, and until they all are, readers wait.
///
/// One lock for writers; readers take the array as it is, and each job in it as a whole.
public final class QueueBoard implements Listener {
    private final Lines lines = new Lines();
    private final CountDownLatch loaded = new CountDownLatch(1);
    /// Job ids are given one after the other from 1: an array is the smallest map of them.
    private volatile @Nullable Line[] @Nullable [] slots = new Line[1024][];

    @Override
    public synchronized void committed(List<Change> changes, List<EventRow> events) {
        var all = room(changes);
        for (var change : changes) {
            int id = slot(change.after().facts().id().value());
            all[id] = lines.of(change.after(), all[id]);
        }
        publish(all);
    }

    /// A job of an earlier leader. What the engine told of it meanwhile is newer; only what lies before this leader is
    /// taken over from its attempts.
    public synchronized void load(LiveJob job, List<AttemptRow> attempts) {
        int id = slot(job.facts().id().value());
        var all = roomFor(id);
        var known = all[id];
        var read = lines.of(job, attempts);
        if (known == null || known.length != read.length) {
            all[id] = read;
        } else {
            for (int i = 0; i < known.length; i++) {
                known[i] = older(known[i], read[i]);
            }
        }
        publish(all);
    }

    /// No job of an earlier leader is missing any more.
    public void loadedAll() {
        loaded.countDown();
    }

    /// Newest first; each with its tasks in order. Waits until all are there.
    public Line[][] newestFirst() throws InterruptedException {
        loaded.await();
        var all = slots;
        var found = new Line[all.length][];
        int n = 0;
        for (int i = all.length - 1; i > 0; i--) {
            var job = all[i];
            if (job != null) {
                found[n++] = job;
            }
        }
        return Arrays.copyOf(found, n);
    }

    /// Does not wait: a job that is not loaded yet is not there.
    public Optional<List<Line>> find(long job) {
        var all = slots;
        if (job < 1 || job >= all.length) {
            return Optional.empty();
        }
        return Optional.ofNullable(all[(int) job]).map(List::of);
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

    private @Nullable Line[] @Nullable [] room(List<Change> changes) {
        long most = 0;
        for (var change : changes) {
            most = Math.max(most, change.after().facts().id().value());
        }
        return roomFor(slot(most));
    }

    private @Nullable Line[] @Nullable [] roomFor(int id) {
        var all = slots;
        return id < all.length ? all : Arrays.copyOf(all, Math.max(id + 1, all.length + all.length / 2));
    }

    /// A volatile write, so that readers see what was put into the array before.
    private void publish(@Nullable Line[] @Nullable [] all) {
        slots = all;
    }
}
