package dev.outlast.controller.service;

import dev.outlast.controller.codec.UndecodableState;
import dev.outlast.controller.skyapi.queue.QueueBoard;
import dev.outlast.core.job.JobId;
import dev.outlast.core.spi.Store;
import dev.outlast.core.store.AttemptRow;
import dev.outlast.core.store.EventCursor;
import dev.outlast.core.store.EventRow;
import dev.outlast.core.store.JobRow;
import dev.outlast.core.store.StoreException;
import dev.outlast.core.store.Written;
import dev.outlast.logs.pump.WatchHub;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the history that the leader writes, so that what this controller shows is current while it does not lead.
final class Following {
    private static final Logger LOG = LoggerFactory.getLogger(Following.class);
    private static final long PAUSE_MILLIS = 250;
    private static final int PAGE = 1_000;

    private final Store store;
    private final JobBook book;
    private final QueueBoard queue;
    private final WatchHub hub;
    private final Standing standing;
    private final Thread thread;
    private final Thread rest;
    /// Held while one job is shown, so that none is shown as it was before this controller led once it does.
    private final ReentrantLock showing = new ReentrantLock();
    private volatile boolean leads;
    private final AtomicLong rounds = new AtomicLong();
    private EventCursor read;

    /// @param standing told each time who leads
    /// @throws StoreException it cannot be said where the history ends now
    Following(Store store, JobBook book, QueueBoard queue, WatchHub hub, Standing standing) throws StoreException {
        this.store = store;
        this.book = book;
        this.queue = queue;
        this.hub = hub;
        this.standing = standing;
        this.read = new EventCursor(store.leader().lastBatch(), Integer.MAX_VALUE);
        this.thread = Thread.ofVirtual().name("following").unstarted(this::run);
        this.rest = Thread.ofVirtual().name("rest of the history").unstarted(this::readTheRest);
    }

    void start() {
        thread.start();
    }

    /// How often it has looked.
    long rounds() {
        return rounds.get();
    }

    private void run() {
        boolean away = false;
        try {
            while (true) {
                try {
                    standing.look();
                    standing.seen().ifPresent(book.standby()::follows);
                    readOn();
                    away = false;
                } catch (StoreException | RuntimeException failed) {
                    if (!away) {
                        LOG.warn("what is shown may be old until the store is back: {}", failed.toString());
                    }
                    away = true;
                }
                rounds.incrementAndGet();
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException stopped) {
            LOG.debug("follows no more");
        }
    }

    /// Stops, and reads what there is to the end: nobody writes but who calls this.
    void finish() throws StoreException, InterruptedException {
        thread.interrupt();
        if (thread.getState() != Thread.State.NEW) {
            thread.join();
        }
        readOn();
    }

    /// Stops, for this controller leads now and nobody else writes. What there is to read yet is shown by and by:
    /// readers of the list wait for it, and nobody else does. What this leader tells of a live job is newer.
    void handOver() {
        thread.interrupt();
        showing.lock();
        try {
            leads = true;
        } finally {
            showing.unlock();
        }
        queue.isBehind();
        rest.start();
    }

    private void readTheRest() {
        boolean away = false;
        try {
            if (thread.getState() != Thread.State.NEW) {
                thread.join();
            }
            while (true) {
                try {
                    readOn();
                    queue.caughtUp();
                    return;
                } catch (StoreException failed) {
                    if (!away) {
                        LOG.warn("the list of jobs waits for the store: {}", failed.toString());
                        away = true;
                    }
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException stopped) {
            LOG.debug("reads no more of the history");
        }
    }

    void stop() {
        thread.interrupt();
        rest.interrupt();
    }

    private void readOn() throws StoreException {
        int count;
        do {
            var events = store.events(read, PAGE);
            count = events.size();
            var jobs = new LinkedHashSet<JobId>();
            for (var event : events) {
                jobs.add(event.job());
            }
            show(jobs);
            if (count > 0) {
                read = cursor(events.getLast());
            }
        } while (count == PAGE);
    }

    private static EventCursor cursor(EventRow event) {
        return new EventCursor(event.batch(), event.n());
    }

    private void show(Set<JobId> jobs) throws StoreException {
        if (jobs.isEmpty()) {
            return;
        }
        // Asked first: what is written after that is then known to be newer than what is read here.
        var written = store.written(jobs).stream().collect(Collectors.toMap(Written::job, Written::batch));
        var rows = store.jobs(jobs);
        var attempts = store.attempts(jobs).stream().collect(Collectors.groupingBy(AttemptRow::job));
        for (var row : rows) {
            try {
                var stored = new QueueBoard.Stored(book.read(row), attempts.getOrDefault(row.id(), List.of()));
                show(stored, row.live());
                remember(row, stored, written);
            } catch (UndecodableState | IllegalStateException unreadable) {
                LOG.warn("job {} is not shown as it is now: {}", row.id(), unreadable.toString());
            }
        }
        jobs.forEach(hub::signal);
    }

    private void show(QueueBoard.Stored stored, boolean live) {
        showing.lock();
        try {
            if (leads && live) {
                queue.load(stored);
            } else {
                queue.replace(stored);
            }
        } finally {
            showing.unlock();
        }
    }

    private void remember(JobRow row, QueueBoard.Stored stored, Map<JobId, Long> written) {
        var batch = written.get(row.id());
        if (!row.live()) {
            book.standby().drop(row.id());
        } else if (batch != null) {
            book.standby().keep(stored.job(), batch, stored.attempts());
        }
    }
}
