package dev.outlast.checkpointing.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outlast.checkpointing.BucketUrl;
import dev.outlast.checkpointing.store.ResumeFinder.Found;
import dev.outlast.core.checkpoint.ResumePoint;
import dev.outlast.core.checkpoint.Seal;
import dev.outlast.testkit.checkpoint.Checkpoints;
import dev.outlast.testkit.checkpoint.InMemoryCheckpoints;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ResumeFinderTest {
    private static final String A = "memory://a/run";
    private static final String B = "memory://b";
    private static final String TASK = "t_1-0";

    private final InMemoryCheckpoints store = new InMemoryCheckpoints("memory");
    private final ResumeFinder finder = new ResumeFinder(List.of(store, new InMemoryCheckpoints("other")));

    @Test
    void starts_at_the_beginning_when_there_is_nothing() throws IOException {
        assertThat(finder.find(List.of(A, B), TASK, List.of(), 0))
                .isEqualTo(new Found(new ResumePoint.Beginning(), List.of(), List.of()));
        assertThat(finder.find(List.of(), TASK, List.of(), 3).point()).isEqualTo(new ResumePoint.Beginning());
    }

    @Test
    void resumes_from_the_newest_over_all_buckets_and_seals_it() throws IOException {
        store.save(A, TASK, 100, 1);
        store.save(B, TASK, 120, 1);

        assertThat(finder.find(List.of(A, B), TASK, List.of(), 1))
                .isEqualTo(new Found(
                        new ResumePoint.At(120, 1, B, ".outlast/t_1-0/000000000120.1.json"),
                        List.of(new Seal(1, 120)),
                        List.of()));
    }

    @Test
    void steps_over_torn_ones_and_says_so() throws IOException {
        store.save(A, TASK, 100, 1);
        store.publish(A, Checkpoints.manifest(TASK, 110, 1));
        store.tearManifest(A, TASK);

        Found found = finder.find(List.of(A), TASK, List.of(), 1);

        assertThat(found.point()).isEqualTo(at(100, 1));
        assertThat(found.seals()).containsExactly(new Seal(1, 100));
        assertThat(found.skipped())
                .containsExactly(
                        "memory://a/run: 1 unreadable manifest(s)",
                        "memory://a/run/.outlast/t_1-0/000000000110.1.json: a file is missing or is not what the"
                                + " manifest says");
    }

    @Test
    void goes_back_to_an_earlier_attempt_when_the_last_one_saved_nothing_whole() throws IOException {
        store.save(A, TASK, 100, 1);
        store.publish(A, Checkpoints.manifest(TASK, 110, 2));

        Found found = finder.find(List.of(A), TASK, List.of(new Seal(1, 100)), 2);

        assertThat(found.point()).isEqualTo(at(100, 1));
        assertThat(found.seals()).containsExactly(new Seal(1, 100));
    }

    @Test
    void seals_the_last_attempt_even_where_an_earlier_one_is_further() throws IOException {
        store.save(A, TASK, 100, 1);
        store.save(A, TASK, 60, 2);
        store.publish(A, Checkpoints.manifest(TASK, 70, 2));

        Found found = finder.find(List.of(A), TASK, List.of(new Seal(1, 100)), 2);

        assertThat(found.point()).isEqualTo(at(100, 1));
        assertThat(found.seals()).containsExactly(new Seal(1, 100), new Seal(2, 60));
        assertThat(found.skipped()).isEmpty();
    }

    @Test
    void a_bucket_that_is_away_fails_the_search_however_much_the_others_have() throws IOException {
        store.save(A, TASK, 100, 1);
        store.away(B, true);

        assertThatThrownBy(() -> finder.find(List.of(A, B), TASK, List.of(), 1)).isInstanceOf(IOException.class);
    }

    @Test
    void a_scheme_nobody_serves_fails_the_search_and_can_be_asked_before() {
        assertThat(finder.serves(BucketUrl.parse(A))).isTrue();
        assertThat(finder.serves(BucketUrl.parse("s3://c"))).isFalse();
        assertThatThrownBy(() -> finder.find(List.of("s3://c"), TASK, List.of(), 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("s3://c");
    }

    @Test
    void two_stores_of_one_scheme_are_a_mistake() {
        assertThatThrownBy(() -> new ResumeFinder(List.of(store, new InMemoryCheckpoints("memory"))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /// Attempts come and go, tear files, and write on after they were given up. Whatever happens, the next attempt
    /// resumes at the newest whole checkpoint that was there at the release of the attempt that wrote it.
    @ParameterizedTest
    @MethodSource("seeds")
    void nothing_written_after_the_release_is_ever_picked(long seed) throws IOException {
        Random random = new Random(seed);
        List<Seal> seals = List.of();
        long best = -1;
        for (int attempt = 1; attempt <= 25; attempt++) {
            long step = best;
            for (int saves = random.nextInt(4); saves > 0; saves--) {
                step += 1 + random.nextInt(5);
                if (random.nextInt(3) == 0) {
                    store.publish(A, Checkpoints.manifest(TASK, step, attempt)); // its file never came
                } else {
                    store.save(A, TASK, step, attempt);
                    best = step;
                }
            }
            Found found = finder.find(List.of(A, B), TASK, seals, attempt);
            assertThat(found.point() instanceof ResumePoint.At at ? at.seq() : -1)
                    .as("seed %d, attempt %d", seed, attempt)
                    .isEqualTo(best);
            assertThat(found.seals().size()).isLessThanOrEqualTo(16);
            seals = found.seals();

            writeAsIfStillAlive(1 + random.nextInt(attempt), best + 1000 + random.nextInt(9));
            boolean sealed = seals.stream().anyMatch(new Seal(attempt, best)::equals);
            if (sealed) {
                assertThat(finder.find(List.of(A, B), TASK, seals, attempt).point())
                        .as("seed %d, attempt %d asked again", seed, attempt)
                        .isEqualTo(found.point());
            }
        }
    }

    private void writeAsIfStillAlive(int zombie, long seq) throws IOException {
        try {
            store.save(B, TASK, seq, zombie);
        } catch (FileAlreadyExistsException before) {
            // It has written this one already.
        }
    }

    static IntStream seeds() {
        return IntStream.range(0, 300);
    }

    private static ResumePoint at(long seq, int attempt) {
        String name = "000000000" + seq + "." + attempt + ".json";
        return new ResumePoint.At(seq, attempt, A, ".outlast/" + TASK + "/" + name);
    }
}
