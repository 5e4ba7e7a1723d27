package dev.outlast.controller.leader;

import dev.outlast.controller.store.DataDirectory;
import dev.outlast.controller.store.DataDirectoryException;
import dev.outlast.core.spi.Leadership;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Elected is who holds the lock on the data directory. The kernel gives it up when the process ends, and not
/// before,
/// so there is no lease to renew and no clock to trust.
public final class FileLeadership implements Leadership {
    private final DataDirectory directory;
    private @Nullable LockTerm term;
    private @Nullable Thread waiting;
    private boolean closed;

    /// @param directory locked already, or to be waited for
    public FileLeadership(DataDirectory directory) {
        this.directory = directory;
    }

    @Override
    public Term awaitElection() throws InterruptedException {
        synchronized (this) {
            while (term != null && !closed) {
                wait();
            }
            refuseWhenClosed();
            waiting = Thread.currentThread();
        }
        try {
            directory.awaitLock();
        } catch (DataDirectoryException e) {
            throw new IllegalStateException(e);
        } finally {
            synchronized (this) {
                waiting = null;
            }
        }
        synchronized (this) {
            if (closed) {
                directory.unlock();
            }
            refuseWhenClosed();
            term = new LockTerm();
            return term;
        }
    }

    /// Resigns, and stops who waits.
    @Override
    public synchronized void close() {
        closed = true;
        if (waiting != null) {
            waiting.interrupt();
        }
        if (term != null) {
            term.resign();
        }
        notifyAll();
    }

    private void refuseWhenClosed() throws InterruptedException {
        if (closed) {
            throw new InterruptedException("closed");
        }
    }

    private final class LockTerm implements Term {
        private final AtomicBoolean resigned = new AtomicBoolean();

        @Override
        public boolean stands() {
            return !resigned.get() && directory.isLocked();
        }

        @Override
        public void resign() {
            synchronized (FileLeadership.this) {
                if (resigned.compareAndSet(false, true)) {
                    directory.unlock();
                    term = null;
                    FileLeadership.this.notifyAll();
                }
            }
        }
    }
}
