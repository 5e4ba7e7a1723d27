package dev.outlast.core.task;

/// Ports `first` to `last`, both included, 1 to 65535.
public record PortRange(int first, int last) {
    public static final int MAX = 65_535;

    public PortRange {
        if (first < 1 || last > MAX || first > last) {
            throw new IllegalArgumentException("ports " + first + "-" + last);
        }
    }

    @Override
    public String toString() {
        return first == last ? Integer.toString(first) : first + "-" + last;
    }
}
