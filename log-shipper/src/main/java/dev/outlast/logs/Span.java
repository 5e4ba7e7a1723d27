package dev.outlast.logs;

/// Offsets from `start` to before `end`.
record Span(long start, long end) {
    Span {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("not a span: " + start + " to " + end);
        }
    }

    boolean contains(long offset) {
        return start <= offset && offset < end;
    }

    boolean touches(Span other) {
        return start <= other.end && other.start <= end;
    }

    Span join(Span other) {
        return new Span(Math.min(start, other.start), Math.max(end, other.end));
    }

    boolean covers(Span other) {
        return start <= other.start && other.end <= end;
    }
}
