package dev.outlast.controller.service;

import dev.outlast.controller.codec.UndecodableState;
import dev.outlast.controller.skyapi.queue.QueueBoard;
import dev.outlast.core.spi.Store;
import dev.outlast.core.store.JobPage;
import dev.outlast.core.store.StoreException;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts the jobs of earlier leaders into the list, newest first, beside everything else.
final class QueueLoading {
    private static final Logger LOG = LoggerFactory.getLogger(QueueLoading.class);
    private static final int PAGE = 1_000;
    private static final long RETRY_MILLIS = 1_000;

    private final Store store;
    private final JobBook book;
    private final QueueBoard queue;
    private final Thread thread;

    QueueLoading(Store store, JobBook book, QueueBoard queue) {
        this.store = store;
        this.book = book;
        this.queue = queue;
        this.thread = Thread.ofVirtual().name("queue-loading").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    void stop() {
        thread.interrupt();
    }

    private void run() {
        long before = Long.MAX_VALUE;
        while (before > 1) {
            try {
                before = page(before);
            } catch (StoreException away) {
                LOG.warn("the list of jobs waits for the store: {}", away.toString());
                if (!pause()) {
                    return;
                }
            }
        }
        queue.loadedAll();
    }

    /// @return before which to go on, 1 when there is no more
    private long page(long before) throws StoreException {
        var rows = store.jobs(new JobPage(before, PAGE, Set.of(), "", ""));
        for (var row : rows) {
            try {
                queue.load(book.read(row), store.attempts(row.id()));
            } catch (UndecodableState | IllegalStateException unreadable) {
                // The engine shows it as parked if it is live; an ended one is shown by our own protocol only.
                LOG.warn("job {} is not listed: {}", row.id(), unreadable.toString());
            }
        }
        return rows.size() < PAGE ? 1 : rows.getLast().id().value();
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
