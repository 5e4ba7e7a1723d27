package dev.outlast.controller.skyapi;

import dev.outlast.core.store.ApiRequestRow;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A request between its arrival and its end, and for a while after it. What is said meanwhile can be read from the
/// first byte by anybody and any number of times.
final class Asked {
    private final String id;
    private final String name;
    private final Caller caller;
    private final Instant createdAt;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final StringBuilder output = new StringBuilder();
    private Optional<ApiRequestRow> end = Optional.empty();
    private Optional<ApiRequestRow> receipt = Optional.empty();
    private Optional<Thread> worker = Optional.empty();
    private Optional<Telling> telling = Optional.empty();

    /// Writes what a request says when that is kept elsewhere and only read.
    @FunctionalInterface
    interface Telling {
        void tell(Voice voice) throws IOException, InterruptedException;
    }

    Asked(String id, String name, Caller caller, Instant createdAt) {
        this.id = id;
        this.name = name;
        this.caller = caller;
        this.createdAt = createdAt;
    }

    String id() {
        return id;
    }

    String name() {
        return name;
    }

    Caller caller() {
        return caller;
    }

    Instant createdAt() {
        return createdAt;
    }

    /// For people, shown at once to whoever follows. Ends with a line end.
    void say(String text) {
        lock.lock();
        try {
            output.append(text);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// From now on this request says what `how` reads, and nothing else.
    void tellBy(Telling how) {
        lock.lock();
        try {
            telling = Optional.of(how);
        } finally {
            lock.unlock();
        }
    }

    Optional<Telling> telling() {
        lock.lock();
        try {
            return telling;
        } finally {
            lock.unlock();
        }
    }

    /// Its record, if it ended so.
    ///
    /// @param result JSON text
    /// @param said after what it said before
    ApiRequestRow row(ApiRequestRow.Ending ending, Instant at, String result, String error, String said) {
        lock.lock();
        try {
            return new ApiRequestRow(
                    id, name, caller.hash(), caller.name(), ending, createdAt, at, result, error, output + said);
        } finally {
            lock.unlock();
        }
    }

    /// Remembers the record that is committed with what was done; made again, the last one is.
    ApiRequestRow receipt(ApiRequestRow row) {
        lock.lock();
        try {
            receipt = Optional.of(row);
            return row;
        } finally {
            lock.unlock();
        }
    }

    Optional<ApiRequestRow> receipt() {
        lock.lock();
        try {
            return receipt;
        } finally {
            lock.unlock();
        }
    }

    /// The first end counts.
    ///
    /// @return whether this was it
    boolean end(ApiRequestRow row) {
        lock.lock();
        try {
            if (end.isPresent()) {
                return false;
            }
            end = Optional.of(row);
            changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    Optional<ApiRequestRow> ended() {
        lock.lock();
        try {
            return end;
        } finally {
            lock.unlock();
        }
    }

    ApiRequestRow await() throws InterruptedException {
        lock.lock();
        try {
            while (end.isEmpty()) {
                changed.await();
            }
            return end.get();
        } finally {
            lock.unlock();
        }
    }

    /// Waits for the end, but no longer than that.
    void await(Duration patience) throws InterruptedException {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (end.isEmpty() && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Who works on it, so that a cancel can interrupt.
    void worker(Thread thread) {
        lock.lock();
        try {
            worker = Optional.of(thread);
        } finally {
            lock.unlock();
        }
    }

    void interrupt() {
        lock.lock();
        try {
            worker.ifPresent(Thread::interrupt);
        } finally {
            lock.unlock();
        }
    }

    private int begin(int tail) {
        lock.lock();
        try {
            var all = end.isPresent() ? end.get().output() : output.toString();
            return all.length() - RequestRoutes.lastLines(all, tail).length();
        } finally {
            lock.unlock();
        }
    }

    /// Writes what was said, and while `follow` holds what is still said, until the request has ended.
    ///
    /// @param tail begin that many lines before the end of what was said so far, 0 for the beginning
    void tell(OutputStream out, boolean follow, Duration heartbeat, int tail) throws IOException, InterruptedException {
        int told = begin(tail);
        while (true) {
            String more;
            boolean over;
            lock.lock();
            try {
                long left = heartbeat.toNanos();
                while (follow && end.isEmpty() && output.length() == told && left > 0) {
                    left = changed.awaitNanos(left);
                }
                var all = end.isPresent() ? end.get().output() : output.toString();
                more = all.substring(Math.min(told, all.length()));
                over = end.isPresent() || !follow;
            } finally {
                lock.unlock();
            }
            told += more.length();
            out.write((more.isEmpty() && !over ? Control.HEARTBEAT : more).getBytes(StandardCharsets.UTF_8));
            if (over) {
                return;
            }
            out.flush();
        }
    }
}
