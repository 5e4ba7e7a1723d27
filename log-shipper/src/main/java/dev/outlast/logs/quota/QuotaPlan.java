package dev.outlast.logs.quota;

import dev.outlast.core.job.JobId;
import dev.outlast.core.log.SegmentName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.TreeMap;

/// Which sealed segments go, in this order, and what is still too much afterwards.
///
/// A job over its own limit loses its oldest. Then, while the total is too large or the disk too full, the oldest
/// of
/// finished jobs go, then the oldest of whichever job is the largest. In each step, segments that a sink still
/// waits
/// for
/// go after all others. A segment that may still grow never goes.
///
/// @param deletions in order
/// @param usedBytes by all segments before
/// @param excessBytes that would have to go too, and cannot
public record QuotaPlan(List<SegmentName> deletions, long usedBytes, long excessBytes) {
    public QuotaPlan {
        deletions = List.copyOf(deletions);
    }

    private static final Comparator<SegmentUsage> TURN = Comparator.comparing(SegmentUsage::undelivered)
            .thenComparing(usage -> usage.segment().changed())
            .thenComparing(usage -> usage.segment().name().job())
            .thenComparingInt(usage -> usage.segment().name().task())
            .thenComparingInt(usage -> usage.segment().name().attempt())
            .thenComparingInt(usage -> usage.segment().name().rank())
            .thenComparingLong(usage -> usage.segment().name().startOffset());

    /// @param freeBytes on the disk
    public static QuotaPlan decide(Collection<SegmentUsage> segments, QuotaLimits limits, long freeBytes) {
        var choice = new Choice(segments);
        var used = choice.total;
        for (var job : List.copyOf(choice.jobs.values())) {
            while (job.bytes > limits.perJob() && !job.sealed.isEmpty()) {
                choice.delete(job);
            }
        }
        var target = Math.max(0, Math.min(limits.total(), used + freeBytes - limits.minFree()));
        choice.deleteOldestOfFinished(target);
        choice.deleteFromLargest(target);
        return new QuotaPlan(choice.deletions, used, Math.max(0, choice.total - target));
    }

    private static final class Job {
        private final PriorityQueue<SegmentUsage> sealed = new PriorityQueue<>(TURN);
        private long bytes;
        private boolean finished;
    }

    private static final class Choice {
        private final Map<JobId, Job> jobs = new TreeMap<>();
        private final List<SegmentName> deletions = new ArrayList<>();
        private long total;

        Choice(Collection<SegmentUsage> segments) {
            for (var usage : segments) {
                var job = jobs.computeIfAbsent(usage.segment().name().job(), _ -> new Job());
                job.bytes += usage.segment().bytes();
                job.finished = usage.jobFinished();
                total += usage.segment().bytes();
                if (usage.segment().sealed()) {
                    job.sealed.add(usage);
                }
            }
        }

        void delete(Job job) {
            var oldest = job.sealed.remove();
            job.bytes -= oldest.segment().bytes();
            total -= oldest.segment().bytes();
            deletions.add(oldest.segment().name());
        }

        void deleteOldestOfFinished(long target) {
            var turns = jobs.values().stream()
                    .filter(job -> job.finished)
                    .flatMap(job -> job.sealed.stream())
                    .sorted(TURN)
                    .toList();
            for (var usage : turns) {
                if (total <= target) {
                    return;
                }
                delete(Objects.requireNonNull(jobs.get(usage.segment().name().job())));
            }
        }

        void deleteFromLargest(long target) {
            var largest = new PriorityQueue<>(
                    Comparator.comparingLong((Job job) -> job.bytes).reversed());
            jobs.values().stream().filter(job -> !job.sealed.isEmpty()).forEach(largest::add);
            while (total > target && !largest.isEmpty()) {
                var job = largest.remove();
                delete(job);
                if (!job.sealed.isEmpty()) {
                    largest.add(job);
                }
            }
        }
    }
}
