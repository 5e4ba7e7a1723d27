package dev.outlast.logs.pump;

import dev.outlast.core.job.JobId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Lets readers wait for new bytes of a job without polling, and tells the puller whom somebody watches. Jobs that
/// nobody watches cost nothing.
public final class WatchHub {
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<JobId, Topic> topics = new HashMap<>();
    private final Map<JobId, Bell> bells = new HashMap<>();

    private static final class Topic {
        private final Condition changed;
        private long version;
        private int watches;

        Topic(Condition changed) {
            this.changed = changed;
        }
    }

    /// For those that pull the job's logs and have time.
    private static final class Bell {
        private final Condition rung;
        private int waiting;
        private long rings;

        Bell(Condition rung) {
            this.rung = rung;
        }
    }

    /// Begins to watch a job. Take [Watch#version] before each look at the log, and wait with it after one that
    /// found
    /// nothing: no signal is missed.
    public Watch watch(JobId job) {
        lock.lock();
        try {
            var topic = topics.computeIfAbsent(job, _ -> new Topic(lock.newCondition()));
            topic.watches++;
            ring(job);
            return new Watch(job, topic);
        } finally {
            lock.unlock();
        }
    }

    /// Whether somebody watches the job now.
    public boolean isWatched(JobId job) {
        lock.lock();
        try {
            return topics.containsKey(job);
        } finally {
            lock.unlock();
        }
    }

    /// Waits for somebody to begin to watch the job, or for [#wake]; at most for some time. Signals are for readers:
    /// who waits here costs nothing meanwhile.
    ///
    /// @param watched whether the job was watched when it was asked last: if that has changed there is no wait
    public void awaitInterest(JobId job, boolean watched, Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            if (topics.containsKey(job) != watched) {
                return;
            }
            var bell = bells.computeIfAbsent(job, _ -> new Bell(lock.newCondition()));
            bell.waiting++;
            try {
                var before = bell.rings;
                var left = atMost.toNanos();
                while (bell.rings == before && left > 0) {
                    left = bell.rung.awaitNanos(left);
                }
            } finally {
                if (--bell.waiting == 0) {
                    bells.remove(job);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /// Wakes who waits in [#awaitInterest].
    public void wake(JobId job) {
        lock.lock();
        try {
            ring(job);
        } finally {
            lock.unlock();
        }
    }

    private void ring(JobId job) {
        var bell = bells.get(job);
        if (bell != null) {
            bell.rings++;
            bell.rung.signalAll();
        }
    }

    /// Says that the job has new bytes, a new attempt, or has ended.
    public void signal(JobId job) {
        lock.lock();
        try {
            var topic = topics.get(job);
            if (topic != null) {
                topic.version++;
                topic.changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /// One reader's watch.
    public final class Watch implements AutoCloseable {
        private final JobId job;
        private final Topic topic;
        private boolean closed;

        private Watch(JobId job, Topic topic) {
            this.job = job;
            this.topic = topic;
        }

        /// How often the job was signalled since somebody watches.
        public long version() {
            lock.lock();
            try {
                return topic.version;
            } finally {
                lock.unlock();
            }
        }

        /// Waits for a signal after `sinceVersion`.
        ///
        /// @return the version now; `sinceVersion` when the time passed without a signal
        public long await(long sinceVersion, Duration timeout) throws InterruptedException {
            lock.lock();
            try {
                var left = timeout.toNanos();
                while (topic.version == sinceVersion && left > 0) {
                    left = topic.changed.awaitNanos(left);
                }
                return topic.version;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            lock.lock();
            try {
                if (!closed && --topic.watches == 0) {
                    topics.remove(job);
                }
                closed = true;
            } finally {
                lock.unlock();
            }
        }
    }
}
