package dev.outlast.logs.quota;

/// How much disk the logs may take, in bytes on the disk.
///
/// @param total under the root
/// @param perJob of one job
/// @param minFree stays free on the disk, whoever fills it
public record QuotaLimits(long total, long perJob, long minFree) {
    public static final QuotaLimits DEFAULT = new QuotaLimits(20L << 30, 1L << 30, 1L << 30);

    public QuotaLimits {
        if (total < 1 || perJob < 1 || minFree < 0) {
            throw new IllegalArgumentException("total and perJob are positive, minFree is not negative");
        }
    }

    /// What a deletion goes down to, so that the next is not due at once: the whole tree is walked for it.
    QuotaLimits tighter() {
        return new QuotaLimits(Math.max(1, total - total / 16), perJob, minFree + minFree / 16);
    }
}
