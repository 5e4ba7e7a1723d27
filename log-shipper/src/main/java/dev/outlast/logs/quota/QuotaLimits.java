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
}
