package dev.outlast.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outlast.recovery.Admission.Bucket;
import dev.outlast.recovery.Admission.Candidate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class AdmissionTest {
    private static final Bucket ANN = new Bucket("ann", "");
    private static final Bucket BOB = new Bucket("bob", "");

    @Test
    void theHigherPriorityComesFirstThenTheOlderJobThenTheEarlierTask() {
        var admission = new Admission(limits(10, 10, Map.of()));
        var all = List.of(
                new Candidate(5, 9, 0), new Candidate(0, 1, 0), new Candidate(0, 1, 1), new Candidate(-1, 0, 0));
        all.reversed().forEach(c -> admission.enqueue(ANN, c));

        assertThat(admission.admit()).containsExactlyElementsOf(all);
    }

    @Test
    void theTotalIsKeptAndFreedRoomIsGivenAway() {
        var admission = new Admission(limits(2, 10, Map.of()));
        for (int job = 1; job <= 5; job++) {
            admission.enqueue(ANN, candidate(job));
        }
        assertThat(admission.admit()).containsExactly(candidate(1), candidate(2));
        assertThat(admission.admit()).isEmpty();

        admission.vacate(candidate(1));
        assertThat(admission.admit()).containsExactly(candidate(3));
    }

    @Test
    void aUserAtTheLimitDoesNotHoldUpOthers() {
        var admission = new Admission(limits(10, 1, Map.of()));
        admission.enqueue(ANN, candidate(1));
        admission.enqueue(ANN, candidate(2));
        admission.enqueue(BOB, candidate(3));

        assertThat(admission.admit()).containsExactly(candidate(1), candidate(3));
    }

    @Test
    void aRegionsLimitCountsForItsProviderToo() {
        var admission = new Admission(limits(10, 10, Map.of("aws", 2, "aws/east", 1)));
        admission.enqueue(new Bucket("ann", "aws/east"), candidate(1));
        admission.enqueue(new Bucket("ann", "aws/east"), candidate(2));
        admission.enqueue(new Bucket("ann", "aws/west"), candidate(3));
        admission.enqueue(new Bucket("ann", "aws"), candidate(4));
        admission.enqueue(new Bucket("ann", "gcp"), candidate(5));

        assertThat(admission.admit()).containsExactly(candidate(1), candidate(3), candidate(5));
    }

    @Test
    void whoNoLongerWaitsIsNotAdmitted() {
        var admission = new Admission(limits(1, 1, Map.of()));
        admission.enqueue(ANN, candidate(1));
        admission.enqueue(ANN, candidate(2));
        admission.withdraw(ANN, candidate(1));

        assertThat(admission.admit()).containsExactly(candidate(2));
    }

    @Test
    void whatIsLiveAtATakeOverIsCountedOnce() {
        var admission = new Admission(limits(2, 2, Map.of()));
        admission.occupy(ANN, candidate(1));
        admission.occupy(ANN, candidate(1));
        admission.enqueue(ANN, candidate(2));
        admission.enqueue(ANN, candidate(3));

        assertThat(admission.admit()).containsExactly(candidate(2));
    }

    @Test
    void aPlaceInTheQueueCountsAllThatComeBefore() {
        var admission = new Admission(limits(1, 1, Map.of()));
        admission.enqueue(ANN, candidate(1));
        admission.enqueue(BOB, candidate(2));
        admission.enqueue(ANN, candidate(3));

        assertThat(admission.ahead(candidate(3))).isEqualTo(2);
        assertThat(admission.waiting()).isEqualTo(3);
    }

    @Test
    void noLimitIsEverBrokenWhateverComesAndGoes() {
        var random = new SplittableRandom(7);
        var admission = new Admission(limits(6, 3, Map.of("aws", 4, "aws/east", 2)));
        var buckets = List.of(
                new Bucket("ann", "aws/east"),
                new Bucket("bob", "aws/east"),
                new Bucket("ann", "aws"),
                new Bucket("cat", ""));
        var live = new ArrayList<Candidate>();
        for (int job = 1; job < 2_000; job++) {
            admission.enqueue(buckets.get(job % buckets.size()), candidate(job));
            live.addAll(admission.admit());
            assertThat(live).hasSizeLessThanOrEqualTo(6);
            assertThat(live.stream().filter(c -> c.job() % 4 < 2)).hasSizeLessThanOrEqualTo(2);
            assertThat(live.stream().filter(c -> c.job() % 4 < 3)).hasSizeLessThanOrEqualTo(4);
            if (!live.isEmpty() && random.nextInt(3) > 0) {
                admission.vacate(live.remove(random.nextInt(live.size())));
            }
        }
    }

    private static Candidate candidate(long job) {
        return new Candidate(0, job, 0);
    }

    private static Admission.Limits limits(int total, int perUser, Map<String, Integer> perPlace) {
        return new Admission.Limits(total, perUser, perPlace);
    }
}
