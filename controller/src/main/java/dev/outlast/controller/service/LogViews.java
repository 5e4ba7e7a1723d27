package dev.outlast.controller.service;

import dev.outlast.controller.api.Answer;
import dev.outlast.controller.api.LogChunk;
import dev.outlast.controller.api.LogQuery;
import dev.outlast.controller.lifecycle.Words;
import dev.outlast.core.job.Fault;
import dev.outlast.core.job.JobId;
import dev.outlast.core.spi.Store;
import dev.outlast.core.store.AttemptRow;
import dev.outlast.core.store.StoreException;
import dev.outlast.logs.view.AttemptLog;
import dev.outlast.logs.view.JobLogCursor;
import dev.outlast.logs.view.JobLogOutline;
import dev.outlast.logs.view.JobLogStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/// What a job printed, across its attempts.
final class LogViews {
    private final Store store;
    private final LogShelf shelf;

    LogViews(Store store, LogShelf shelf) {
        this.store = store;
        this.shelf = shelf;
    }

    /// Reads at the cursor; with nothing there yet, waits for a signal until the time is over.
    Answer<LogChunk> read(LogQuery query, Duration wait) throws StoreException {
        var stream = new JobLogStream(shelf.tree());
        try (var watch = shelf.hub().watch(query.job())) {
            var until = System.nanoTime() + wait.toNanos();
            Optional<JobLogCursor> at = Optional.empty();
            while (true) {
                var version = watch.version();
                var row = store.job(query.job());
                if (row.isEmpty()) {
                    return new Answer.NotFound<>("job " + query.job());
                }
                shelf.beyond().bring(query.job());
                var outline = outline(query);
                if (at.isEmpty()) {
                    at = begin(query, stream, outline);
                    if (at.isEmpty()) {
                        return Answer.Refused.because("not a cursor of this log");
                    }
                }
                var most = Math.max(query.maxBytes(), JobLogStream.LEAST_BYTES);
                var chunk = stream.readNext(outline, at.get(), most);
                var text = new byte[chunk.bytes().remaining()];
                chunk.bytes().get(text);
                var ended = !row.get().live() || row.get().endedAt().isPresent();
                var left = until - System.nanoTime();
                at = Optional.of(chunk.next());
                if (text.length > 0 || (ended && chunk.end()) || left <= 0) {
                    return new Answer.Done<>(
                            new LogChunk(text, chunk.next().token(), text.length >= most / 2, ended && chunk.end()));
                }
                watch.await(version, Duration.ofNanos(Math.min(left, 2_000_000_000L)));
            }
        } catch (IOException unreadable) {
            return new Answer.Unavailable<>("the log cannot be read: " + unreadable.getMessage());
        } catch (InterruptedException cut) {
            Thread.currentThread().interrupt();
            return new Answer.Unknown<>();
        }
    }

    private static Optional<JobLogCursor> begin(LogQuery query, JobLogStream stream, JobLogOutline outline)
            throws IOException {
        return switch (query.from()) {
            case LogQuery.From.Start _ -> Optional.of(JobLogCursor.START);
            case LogQuery.From.Tail(int lines) -> Optional.of(stream.tail(outline, lines));
            case LogQuery.From.Cursor(String text) -> JobLogCursor.parse(text);
        };
    }

    private JobLogOutline outline(LogQuery query) throws StoreException {
        var attempts = store.attempts(query.job()).stream()
                .filter(a -> a.clusterAt().isPresent())
                .toList();
        // The first attempt has no header, for when it begins nobody knows whether there will be others: what was read
        // once reads the same ever after.
        var outline = new JobLogOutline(
                query.job(),
                attempts.stream().map(a -> attempt(a, a.attempt() > 1)).toList());
        if (query.task().isPresent()) {
            outline = outline.onlyTask(query.task().getAsInt());
        }
        return query.attempt().isPresent() ? outline.onlyAttempt(query.attempt().getAsInt()) : outline;
    }

    private static AttemptLog attempt(AttemptRow row, boolean named) {
        var header = named
                ? "[outlast: attempt " + row.attempt() + " in " + Words.offer(row.offer()) + ", " + row.resume() + "]"
                : "";
        var lost = row.fault().isPresent()
                && (row.fault().get() == Fault.NODE_LOST || row.fault().get() == Fault.PREEMPTED);
        return new AttemptLog(
                row.task(),
                row.attempt(),
                row.nodes(),
                header,
                row.releasedAt().isPresent(),
                lost ? AttemptLog.CUT_OFF : "");
    }

    /// Whether an attempt of this number was ever made.
    boolean has(JobId id, int attempt) throws StoreException {
        return store.attempts(id).stream().anyMatch(a -> a.attempt() == attempt);
    }
}
