package dev.outlast.logs;

import java.util.Arrays;

/// When the bytes of a block were first read: pairs of (index in the block, milliseconds since 1970), at most one a
/// second of change.
final class TimeMarks {
    /// A block with more is cut in two, so that a block's header stays far below the 64 KiB that gzip allows.
    static final int MOST = 2048;

    static final long RESOLUTION_MILLIS = 1_000;

    private final int[] indexes;
    private final long[] millis;

    TimeMarks(int[] indexes, long[] millis) {
        this.indexes = indexes;
        this.millis = millis;
    }

    static TimeMarks single(long millis) {
        return new TimeMarks(new int[] {0}, new long[] {millis});
    }

    int count() {
        return indexes.length;
    }

    int index(int mark) {
        return indexes[mark];
    }

    long millis(int mark) {
        return millis[mark];
    }

    /// The mark in force at a byte of the block.
    int markAt(int index) {
        var found = Arrays.binarySearch(indexes, index);
        return Math.max(0, found >= 0 ? found : -found - 2);
    }

    /// The index where the next mark begins, or `otherwise`.
    int nextIndex(int mark, int otherwise) {
        return mark + 1 < indexes.length ? Math.min(otherwise, indexes[mark + 1]) : otherwise;
    }

    /// Collects the marks of a growing block.
    static final class Growing {
        private int[] indexes = new int[4];
        private long[] millis = new long[4];
        private int count;

        void add(int index, long at) {
            if (!fits(at)) {
                throw new IllegalStateException("the block was to be cut");
            }
            if (count > 0 && Math.abs(at - millis[count - 1]) < RESOLUTION_MILLIS) {
                return;
            }
            if (count == indexes.length) {
                indexes = Arrays.copyOf(indexes, 2 * count);
                millis = Arrays.copyOf(millis, 2 * count);
            }
            indexes[count] = index;
            millis[count++] = at;
        }

        boolean fits(long at) {
            return count < MOST || Math.abs(at - millis[count - 1]) < RESOLUTION_MILLIS;
        }

        TimeMarks snapshot() {
            return new TimeMarks(Arrays.copyOf(indexes, count), Arrays.copyOf(millis, count));
        }
    }
}
