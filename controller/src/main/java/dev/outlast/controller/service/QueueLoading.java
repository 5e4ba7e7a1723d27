package dev.outlast.controller.service;

import dev.outlast.controller.codec.MetaCodec;
import dev.outlast.controller.codec.UndecodableState;
import dev.outlast.controller.lifecycle.Status;
import dev.outlast.controller.skyapi.queue.QueueBoard;
import dev.outlast.core.job.JobId;
import dev.outlast.core.spi.Store;
import dev.outlast.core.store.AttemptRow;
import dev.outlast.core.store.JobPage;
import dev.outlast.core.store.JobRow;
import dev.outlast.core.store.StoreException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts the jobs of earlier leaders into the list, newest first, beside everything else.
final class QueueLoading {
    private static final Logger LOG = LoggerFactory.getLogger(QueueLoading.class);
    private static final int PAGE = 1_000;
    private static final int WRITTEN_PAGE = 10_000;
    private static final long RETRY_MILLIS = 1_000;

    private final Store store;
    private final JobBook book;
    private final QueueBoard queue;
    private final Map<JobId, Long> written = new HashMap<>();
    private final Thread thread;

    QueueLoading(Store store, JobBook book) {
        this.store = store;
        this.book = book;
        this.queue = new QueueBoard(this::read);
        this.thread = Thread.ofVirtual().name("queue-loading").unstarted(this::run);
    }

    QueueBoard queue() {
        return queue;
    }

    void start() {
        thread.start();
    }

    void stop() {
        thread.interrupt();
    }

    private void run() {
        long before = Long.MAX_VALUE;
        var asked = false;
        while (before > 1) {
            try {
                if (!asked) {
                    askWhoWrote();
                    asked = true;
                }
                before = page(before);
            } catch (StoreException away) {
                LOG.warn("the list of jobs waits for the store: {}", away.toString());
                if (!pause()) {
                    return;
                }
            }
        }
        queue.loadedAll();
        written.clear();
    }

    /// Before anything is read: what is written while it is read is then known to be older than what the store has.
    private void askWhoWrote() throws StoreException {
        book.standby().follows(store.leader());
        var page = store.liveWritten(0, WRITTEN_PAGE);
        while (!page.isEmpty()) {
            page.forEach(w -> written.put(w.job(), w.batch()));
            page = store.liveWritten(page.getLast().job().value(), WRITTEN_PAGE);
        }
    }

    /// @return before which to go on, 1 when there is no more
    private long page(long before) throws StoreException {
        var rows = store.jobs(new JobPage(before, PAGE, Set.of(), "", ""));
        var attempts = liveAttempts(rows);
        for (var row : rows) {
            try {
                load(row, attempts);
            } catch (UndecodableState | IllegalStateException unreadable) {
                // The engine shows it as parked if it is live; an ended one is shown by our own protocol only.
                LOG.warn("job {} is not listed: {}", row.id(), unreadable.toString());
            }
        }
        return rows.size() < PAGE ? 1 : rows.getLast().id().value();
    }

    /// By job, in one question for all of a page.
    private Map<JobId, List<AttemptRow>> liveAttempts(List<JobRow> newestFirst) throws StoreException {
        if (newestFirst.stream().noneMatch(JobRow::live)) {
            return Map.of();
        }
        return store
                .liveAttempts(
                        newestFirst.getLast().id().value() - 1,
                        newestFirst.getFirst().id().value())
                .stream()
                .collect(Collectors.groupingBy(AttemptRow::job));
    }

    /// Most jobs have ended, and of most of those the columns tell all that is needed before somebody looks.
    private void load(JobRow row, Map<JobId, List<AttemptRow>> attempts) throws StoreException, UndecodableState {
        boolean simple = !row.live()
                && row.recoveries() == 0
                && MetaCodec.decode(row.meta()).taskIds().size() == 1;
        var status = simple ? ended(row.status()) : Optional.<Status>empty();
        if (status.isPresent()) {
            queue.loadBrief(row, status.get());
        } else {
            var known = attempts.get(row.id());
            var stored = known == null ? stored(row) : new QueueBoard.Stored(book.read(row), known);
            queue.load(stored);
            var batch = written.get(row.id());
            if (row.live() && batch != null) {
                book.standby().keep(stored.job(), batch, stored.attempts());
            }
        }
    }

    private static Optional<Status> ended(String name) {
        return Stream.of(Status.values())
                .filter(s -> s.isTerminal() && s.name().equals(name))
                .findFirst();
    }

    private QueueBoard.Stored stored(JobRow row) throws StoreException, UndecodableState {
        return new QueueBoard.Stored(book.read(row), store.attempts(row.id()));
    }

    /// All there is of one job.
    Optional<QueueBoard.Stored> read(long job) {
        try {
            var row = store.job(new JobId(job));
            return row.isEmpty() ? Optional.empty() : Optional.of(stored(row.get()));
        } catch (StoreException | UndecodableState | IllegalStateException unreadable) {
            LOG.warn("job {} is listed in brief: {}", job, unreadable.toString());
            return Optional.empty();
        }
    }

    private static boolean pause() {
        try {
            Thread.sleep(RETRY_MILLIS);
            return true;
        } catch (InterruptedException stopped) {
            return false;
        }
    }
}
