package dev.outlast.logs.quota;

import dev.outlast.core.job.JobId;
import dev.outlast.logs.LogSpaceException;
import dev.outlast.logs.LogTree;
import dev.outlast.logs.RankKey;
import dev.outlast.logs.SpaceGuard;
import dev.outlast.logs.StoredSegment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/// Keeps the logs within their limits: [#enforce] deletes now and then, and between two of these an append is
/// refused when it would go an eighth over the total, or take half of what is to stay free.
///
/// Sizes are remembered by job, and counted again only where something was written since, or is not sealed yet. The
/// whole tree is walked for the first time, after [#recount], and when there is too much of all.
public final class Quota implements SpaceGuard {
    private final LogTree tree;
    private final QuotaLimits limits;
    private final FreeSpace disk;
    /// An upper estimate: what was there at the last count, and all that was admitted since, as if never
    /// compressed.
    private final AtomicLong used = new AtomicLong();
    /// Whose logs may have changed since they were counted.
    private final Set<JobId> changing = ConcurrentHashMap.newKeySet();

    private final Map<JobId, Long> counted = new HashMap<>();
    private volatile boolean stale = true;
    private long total;

    public Quota(LogTree tree, QuotaLimits limits, FreeSpace disk) {
        this.tree = tree;
        this.limits = limits;
        this.disk = disk;
    }

    /// The next [#enforce] counts everything again: what others did to the files is found then. Call it once a day.
    public void recount() {
        stale = true;
    }

    /// Counts and deletes. Call it at the start and every half minute, one call at a time.
    ///
    /// @param finished whether a job has ended; asked only when something has to go
    /// @param undelivered whether a sink still waits for a sealed segment
    /// @return what was done; with an excess, sealing the logs of running jobs lets the next call delete more
    public QuotaPlan enforce(Predicate<JobId> finished, Predicate<StoredSegment> undelivered) throws IOException {
        var admittedBefore = used.get();
        if (stale) {
            stale = false;
            countAll();
        } else {
            for (var job : List.copyOf(changing)) {
                count(job);
            }
        }
        var before = total;
        var plan = decide(finished, undelivered);
        var touched = new HashSet<JobId>();
        for (var name : plan.deletions()) {
            tree.discard(name);
            touched.add(name.job());
        }
        for (var job : touched) {
            count(job);
        }
        used.addAndGet(total - admittedBefore);
        return new QuotaPlan(plan.deletions(), before, plan.excessBytes());
    }

    private QuotaPlan decide(Predicate<JobId> finished, Predicate<StoredSegment> undelivered) throws IOException {
        var free = disk.bytes();
        var much = total > limits.total() || free < limits.minFree();
        var jobs = much
                ? tree.jobs()
                : counted.entrySet().stream()
                        .filter(job -> job.getValue() > limits.perJob())
                        .map(Map.Entry::getKey)
                        .toList();
        var usages = new ArrayList<SegmentUsage>();
        for (var job : jobs) {
            var ended = finished.test(job);
            for (var segment : segments(job)) {
                usages.add(new SegmentUsage(segment, ended, segment.sealed() && undelivered.test(segment)));
            }
        }
        return QuotaPlan.decide(usages, much ? limits.tighter() : limits, free);
    }

    private void countAll() throws IOException {
        counted.clear();
        total = 0;
        for (var job : tree.jobs()) {
            count(job);
        }
    }

    /// What is not sealed yet will change once more: such a job is counted again next time.
    private void count(JobId job) throws IOException {
        changing.remove(job);
        long bytes = 0;
        for (var segment : segments(job)) {
            bytes += segment.bytes();
            if (!segment.sealed()) {
                changing.add(job);
            }
        }
        var before = bytes == 0 ? counted.remove(job) : counted.put(job, bytes);
        total += bytes - (before == null ? 0 : before);
    }

    private List<StoredSegment> segments(JobId job) throws IOException {
        var all = new ArrayList<StoredSegment>();
        for (var key : tree.ranks(job)) {
            all.addAll(tree.segments(key));
        }
        return all;
    }

    @Override
    public SpaceGuard of(RankKey key) {
        changing.add(key.job());
        return bytes -> {
            admit(bytes);
            changing.add(key.job());
        };
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
