package dev.outlast.logs.quota;

import dev.outlast.core.job.JobId;
import dev.outlast.logs.LogSpaceException;
import dev.outlast.logs.LogTree;
import dev.outlast.logs.SpaceGuard;
import dev.outlast.logs.StoredSegment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/// Keeps the logs within their limits: [#enforce] deletes now and then, and between two of these an append is
/// refused
/// when it would go an eighth over the total, or take half of what is to stay free.
public final class Quota implements SpaceGuard {
    private final LogTree tree;
    private final QuotaLimits limits;
    private final FreeSpace disk;
    /// An upper estimate: what was there at the last count, and all that was admitted since, as if never
    /// compressed.
    private final AtomicLong used = new AtomicLong();

    public Quota(LogTree tree, QuotaLimits limits, FreeSpace disk) {
        this.tree = tree;
        this.limits = limits;
        this.disk = disk;
    }

    /// Counts and deletes. Call it at the start and every half minute, one call at a time.
    ///
    /// @param finished whether a job has ended
    /// @param undelivered whether a sink still waits for a sealed segment
    /// @return what was done; with an excess, sealing the logs of running jobs lets the next call delete more
    public QuotaPlan enforce(Predicate<JobId> finished, Predicate<StoredSegment> undelivered) throws IOException {
        var admittedBefore = used.get();
        var usages = new ArrayList<SegmentUsage>();
        for (var job : tree.jobs()) {
            var ended = finished.test(job);
            for (var key : tree.ranks(job)) {
                for (var segment : tree.segments(key)) {
                    usages.add(new SegmentUsage(segment, ended, segment.sealed() && undelivered.test(segment)));
                }
            }
        }
        var plan = QuotaPlan.decide(usages, limits, disk.bytes());
        var deleted = new HashSet<>(plan.deletions());
        for (var name : plan.deletions()) {
            tree.discard(name);
        }
        var left = usages.stream()
                .filter(usage -> !deleted.contains(usage.segment().name()))
                .mapToLong(usage -> usage.segment().bytes())
                .sum();
        used.addAndGet(left - admittedBefore);
        return plan;
    }

    @Override
    public void admit(long bytes) throws LogSpaceException {
        if (used.get() + bytes > limits.total() + limits.total() / 8) {
            throw new LogSpaceException("the logs have reached their quota of " + limits.total() + " bytes");
        }
        long free;
        try {
            free = disk.bytes();
        } catch (IOException unknown) {
            // The write itself will tell.
            free = Long.MAX_VALUE;
        }
        if (free - bytes < limits.minFree() / 2) {
            throw new LogSpaceException("the disk of the logs has only " + free + " bytes left");
        }
        used.addAndGet(bytes);
    }
}
