package dev.outlast.core.job;

/// A job's number, from 1, never reused within an installation.
public record JobId(long value) implements Comparable<JobId> {
    public JobId {
        if (value < 1) {
            throw new IllegalArgumentException("job id starts at 1, got " + value);
        }
    }

    @Override
    public int compareTo(JobId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
