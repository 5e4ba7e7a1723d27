package dev.outlast.logs.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outlast.core.job.JobId;
import dev.outlast.core.log.SegmentName;
import dev.outlast.logs.StoredSegment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class QuotaPlanTest {
    private static final QuotaLimits LIMITS = new QuotaLimits(100, 60, 10);
    private static final long PLENTY = 1_000_000;

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    @Test
    void withinTheLimitsNothingGoes() {
        var plan = QuotaPlan.decide(List.of(sealed(1, 0, 50, true), sealed(2, 0, 50, false)), LIMITS, 10);
        assertThat(plan).isEqualTo(new QuotaPlan(List.of(), 100, 0));
    }

    @Test
    void aJobOverItsLimitLosesItsOldest() {
        var plan = QuotaPlan.decide(
                List.of(sealed(1, 2, 30, false), sealed(1, 0, 30, false), sealed(1, 1, 30, false)), LIMITS, PLENTY);
        assertThat(plan.deletions()).containsExactly(name(1, 0));
    }

    @Test
    void finishedJobsGoFirstThenTheLargest() {
        var segments = List.of(
                sealed(1, 0, 40, false),
                sealed(1, 1, 20, false),
                sealed(2, 2, 30, false),
                sealed(3, 9, 20, true),
                sealed(4, 8, 20, true));
        assertThat(QuotaPlan.decide(segments, new QuotaLimits(110, 60, 0), PLENTY)
                        .deletions())
                .containsExactly(name(4, 8));
        assertThat(QuotaPlan.decide(segments, new QuotaLimits(60, 60, 0), PLENTY)
                        .deletions())
                .containsExactly(name(4, 8), name(3, 9), name(1, 0));
    }

    @Test
    void aFullDiskCountsLikeAQuota() {
        var segments = List.of(sealed(1, 0, 10, true), sealed(1, 1, 10, true));
        assertThat(QuotaPlan.decide(segments, LIMITS, 3).deletions()).containsExactly(name(1, 0));
        assertThat(QuotaPlan.decide(segments, LIMITS, 0).deletions()).containsExactly(name(1, 0));
        assertThat(QuotaPlan.decide(segments, new QuotaLimits(100, 60, 50), 0))
                .isEqualTo(new QuotaPlan(List.of(name(1, 0), name(1, 1)), 20, 0));
    }

    @Test
    void whatGrowsNeverGoesAndIsReported() {
        var growing =
                new SegmentUsage(new StoredSegment(name(1, 0), false, 300, Instant.ofEpochSecond(0)), true, false);
        assertThat(QuotaPlan.decide(List.of(growing), LIMITS, PLENTY)).isEqualTo(new QuotaPlan(List.of(), 300, 200));
    }

    @Test
    void whatASinkWaitsForGoesLast() {
        var waiting = new SegmentUsage(sealed(1, 0, 30, true).segment(), true, true);
        assertThat(QuotaPlan.decide(List.of(waiting, sealed(1, 1, 30, true)), new QuotaLimits(40, 60, 0), PLENTY)
                        .deletions())
                .containsExactly(name(1, 1));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void deletesEnoughAndNotTooMuch(long seed) {
        var random = new Random(seed);
        var segments = new ArrayList<SegmentUsage>();
        for (int index = 0; index < random.nextInt(60); index++) {
            var job = 1 + random.nextInt(5);
            var segment = new StoredSegment(
                    name(job, index), random.nextInt(5) > 0, 1 + random.nextInt(30), Instant.ofEpochSecond(index));
            segments.add(new SegmentUsage(segment, job % 2 == 0, random.nextInt(9) == 0));
        }
        var limits = new QuotaLimits(1 + random.nextInt(600), 1 + random.nextInt(300), random.nextInt(100));
        var free = random.nextInt(200);
        var plan = QuotaPlan.decide(segments, limits, free);
        var gone = new HashSet<>(plan.deletions());
        assertThat(gone).hasSameSizeAs(plan.deletions());
        var used = 0L;
        var deleted = 0L;
        for (var usage : segments) {
            used += usage.segment().bytes();
            deleted += gone.contains(usage.segment().name()) ? usage.segment().bytes() : 0;
            assertThat(usage.segment().sealed()
                            || !gone.contains(usage.segment().name()))
                    .isTrue();
        }
        assertThat(plan.usedBytes()).isEqualTo(used);
        var everySealedIsGone =
                segments.stream().filter(usage -> usage.segment().sealed()).count() == gone.size();
        var fits = used - deleted <= limits.total() && free + deleted >= limits.minFree();
        assertThat(fits || everySealedIsGone).isTrue();
        assertThat(plan.excessBytes() == 0 || everySealedIsGone).isTrue();
    }

    private static SegmentUsage sealed(long job, long second, long bytes, boolean finished) {
        return new SegmentUsage(
                new StoredSegment(name(job, second), true, bytes, Instant.ofEpochSecond(second)), finished, false);
    }

    private static SegmentName name(long job, long offset) {
        return new SegmentName(new JobId(job), 0, 1, 0, offset, 1);
    }
}
