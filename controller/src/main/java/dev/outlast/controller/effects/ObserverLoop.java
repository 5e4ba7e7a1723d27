package dev.outlast.controller.effects;

import dev.outlast.core.cluster.ClusterHandle;
import dev.outlast.core.spi.Launcher;
import dev.outlast.core.spi.PushWatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at all clusters of one provider at every interval, and at hinted or wanted ones at once, batched.
final class ObserverLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ObserverLoop.class);

    private final Observer observer;
    private final Launcher launcher;
    private final Duration every;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wanted = lock.newCondition();
    private final Set<ClusterHandle> now = new LinkedHashSet<>();
    private final Set<ClusterHandle> hinted = new LinkedHashSet<>();
    private final Thread thread;
    private boolean closed;

    ObserverLoop(Observer observer, Launcher launcher, Duration every) {
        this.observer = observer;
        this.launcher = launcher;
        this.every = every;
        if (launcher instanceof PushWatch push) {
            push.onHint(this::hint);
        }
        this.thread = Thread.ofVirtual().name("observe-" + launcher.provider()).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// Somebody waits for a look at this cluster.
    void want(ClusterHandle handle) {
        add(now, handle);
    }

    private void hint(ClusterHandle handle) {
        add(hinted, handle);
    }

    private void add(Set<ClusterHandle> set, ClusterHandle handle) {
        lock.lock();
        try {
            set.add(handle);
            wanted.signal();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        var next = System.nanoTime();
        while (true) {
            var asked = new ArrayList<ClusterHandle>();
            var hints = new ArrayList<ClusterHandle>();
            lock.lock();
            try {
                while (now.isEmpty() && hinted.isEmpty() && next - System.nanoTime() > 0 && !closed) {
                    wanted.awaitNanos(next - System.nanoTime());
                }
                if (closed) {
                    return;
                }
                asked.addAll(now);
                hints.addAll(hinted);
                now.clear();
                hinted.clear();
            } catch (InterruptedException stopped) {
                return;
            } finally {
                lock.unlock();
            }
            look(asked, hints, next - System.nanoTime() <= 0);
            if (next - System.nanoTime() <= 0) {
                next = System.nanoTime() + every.toNanos();
            }
        }
    }

    private void look(List<ClusterHandle> asked, List<ClusterHandle> hints, boolean all) {
        try {
            observer.look(launcher, asked, true);
            observer.look(launcher, hints, false);
            if (all) {
                observer.look(launcher, observer.watched(launcher.provider()), false);
            }
        } catch (RuntimeException bug) {
            LOG.error("looking at clusters of {} failed; it goes on at the next interval", launcher.provider(), bug);
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            wanted.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
