package dev.outlast.core.store;

/// A reader's place in the history: everything up to and including it was read.
public record EventCursor(long batch, int n) implements Comparable<EventCursor> {
    public static final EventCursor START = new EventCursor(0, -1);

    @Override
    public int compareTo(EventCursor other) {
        return batch != other.batch ? Long.compare(batch, other.batch) : Integer.compare(n, other.n);
    }

    /// `batch.n`, as in the `Last-Event-ID` of server-sent events.
    @Override
    public String toString() {
        return batch + "." + n;
    }
}
