package dev.outlast.provider.kubernetes;

import io.fabric8.kubernetes.client.http.AsyncBody;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The body of an answer, taken from the connection before it is read. A reader that asks for one frame after the other
/// waits its turn for each of them on a busy machine; an API server that has more events for it than its buffers hold
/// ends the watch. No more than [#AHEAD] bytes are kept, beyond which the server is made to wait. Who hears nothing for
/// longer than `quiet` gets an [IOException].
final class Feed extends InputStream implements AsyncBody.Consumer<List<ByteBuffer>> {
    static final int AHEAD = 4 << 20;

    private final Duration quiet;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<ByteBuffer> arrived = new ArrayDeque<>();
    private int kept;
    private boolean paused;
    private boolean ended;
    private boolean closed;
    private @Nullable Throwable failure;
    private @Nullable AsyncBody body;

    Feed(Duration quiet) {
        this.quiet = quiet;
    }

    /// The head of the answer has come.
    void begin(AsyncBody from) {
        lock.lock();
        try {
            if (closed) {
                from.cancel();
                return;
            }
            body = from;
        } finally {
            lock.unlock();
        }
        var _ = from.done().whenComplete((done, failed) -> end(failed));
        from.consume();
    }

    @Override
    public void consume(List<ByteBuffer> value, AsyncBody from) {
        lock.lock();
        try {
            for (var one : value) {
                if (one.hasRemaining()) {
                    arrived.add(one);
                    kept += one.remaining();
                }
            }
            changed.signalAll();
            paused = kept >= AHEAD;
            if (paused || closed) {
                return;
            }
        } finally {
            lock.unlock();
        }
        from.consume();
    }

    private void end(@Nullable Throwable failed) {
        lock.lock();
        try {
            ended = true;
            failure = failed;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        var resumed = Optional.<AsyncBody>empty();
        int read = 0;
        lock.lock();
        try {
            if (!awaitBytes()) {
                return -1;
            }
            while (read < length && !arrived.isEmpty()) {
                var next = arrived.element();
                int part = Math.min(length - read, next.remaining());
                next.get(into, offset + read, part);
                read += part;
                if (!next.hasRemaining()) {
                    arrived.remove();
                }
            }
            kept -= read;
            if (paused && kept < AHEAD / 2) {
                paused = false;
                resumed = Optional.ofNullable(body);
            }
        } finally {
            lock.unlock();
        }
        resumed.ifPresent(AsyncBody::consume);
        return read;
    }

    /// @return false at the end
    private boolean awaitBytes() throws IOException {
        var left = quiet.toNanos();
        while (arrived.isEmpty()) {
            if (closed) {
                throw new IOException("closed");
            }
            if (failure != null) {
                throw new IOException("cut off", failure);
            }
            if (ended) {
                return false;
            }
            if (left <= 0) {
                throw new IOException("heard nothing for " + quiet.toMillis() + " ms");
            }
            try {
                left = changed.awaitNanos(left);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted");
            }
        }
        return true;
    }

    @Override
    public void close() {
        var from = Optional.<AsyncBody>empty();
        lock.lock();
        try {
            if (!closed) {
                closed = true;
                arrived.clear();
                from = Optional.ofNullable(body);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        from.ifPresent(AsyncBody::cancel);
    }
}
