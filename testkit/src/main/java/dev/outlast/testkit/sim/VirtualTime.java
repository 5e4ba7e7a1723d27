package dev.outlast.testkit.sim;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.PriorityQueue;

/// One queue of (time, sequence, task). Nothing happens but what is queued; the same tasks run in the same order.
public final class VirtualTime implements InstantSource {
    private record Entry(long at, long seq, Runnable task) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(seq, other.seq);
        }
    }

    public static final Instant START = Instant.parse("2026-11-21T00:00:00Z");

    private final PriorityQueue<Entry> queue = new PriorityQueue<>();
    private long nanos;
    private long seq;

    @Override
    public Instant instant() {
        return START.plusNanos(nanos);
    }

    /// The monotonic clock of every machine of the simulation.
    public long nanos() {
        return nanos;
    }

    public void after(Duration delay, Runnable task) {
        queue.add(new Entry(nanos + Math.max(0, delay.toNanos()), seq++, task));
    }

    /// Runs the next task; false when there is none before `until`.
    public boolean step(Instant until) {
        var next = queue.peek();
        var end = Duration.between(START, until).toNanos();
        if (next == null || next.at() > end) {
            nanos = Math.max(nanos, end);
            return false;
        }
        queue.poll();
        nanos = Math.max(nanos, next.at());
        next.task().run();
        return true;
    }

    /// Lets time pass for somebody who blocks.
    public void pass(Duration time) {
        var until = instant().plus(time);
        while (step(until)) {
            // Everybody else goes on.
        }
    }
}
