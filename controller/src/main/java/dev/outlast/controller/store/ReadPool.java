package dev.outlast.controller.store;

import dev.outlast.core.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/// A few read-only connections, lent to one caller at a time. Each read is one statement and one page, so no reader
/// holds the log back for long.
final class ReadPool implements AutoCloseable {
    private final List<Handle> all;
    private final BlockingQueue<Handle> idle;
    private final Duration patience;

    ReadPool(SqliteConnections connections, int size, Duration patience) {
        this.patience = patience;
        idle = new ArrayBlockingQueue<>(size);
        all = new ArrayList<>();
        for (var i = 0; i < size; i++) {
            all.add(connections.reader());
        }
        idle.addAll(all);
    }

    <T> T read(Function<Handle, T> query) throws StoreException {
        var handle = take();
        try {
            return query.apply(handle);
        } finally {
            idle.add(handle);
        }
    }

    private Handle take() throws StoreException {
        try {
            var handle = idle.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (handle == null) {
                throw new StoreException(StoreException.Kind.UNKNOWN, "no free reader within " + patience);
            }
            return handle;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException(StoreException.Kind.UNKNOWN, "interrupted while waiting for a reader", e);
        }
    }

    @Override
    public void close() {
        all.forEach(Handle::close);
    }
}
