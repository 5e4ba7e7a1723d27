package dev.outlast.checkpointing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outlast.checkpointing.ResumeChoice.Candidate;
import dev.outlast.core.checkpoint.Manifest;
import dev.outlast.core.checkpoint.Seal;
import dev.outlast.testkit.checkpoint.Checkpoints;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ResumeChoiceTest {
    @Test
    void the_attempt_just_released_counts_with_all_it_has() {
        assertThat(order(List.of(at(10, 1), at(30, 1), at(20, 1)), List.of(), 1))
                .containsExactly(at(30, 1), at(20, 1), at(10, 1));
    }

    @Test
    void an_earlier_attempt_counts_up_to_its_seal() {
        assertThat(order(List.of(at(10, 1), at(20, 1), at(21, 1), at(15, 2)), List.of(new Seal(1, 20)), 2))
                .containsExactly(at(20, 1), at(15, 2), at(10, 1));
    }

    @Test
    void an_earlier_attempt_without_a_seal_does_not_count() {
        assertThat(order(List.of(at(10, 1), at(5, 2)), List.of(), 2)).containsExactly(at(5, 2));
    }

    @Test
    void what_comes_from_a_later_attempt_does_not_count() {
        assertThat(order(List.of(at(10, 1), at(50, 3)), List.of(new Seal(3, 60)), 1))
                .containsExactly(at(10, 1));
        assertThat(order(List.of(at(10, 1)), List.of(), 0)).isEmpty();
    }

    @Test
    void a_seal_holds_even_for_the_attempt_just_released() {
        assertThat(order(List.of(at(10, 1), at(20, 1)), List.of(new Seal(1, 10)), 1))
                .containsExactly(at(10, 1));
    }

    @Test
    void the_later_attempt_wins_at_the_same_seq() {
        assertThat(order(List.of(at(10, 1), at(10, 2)), List.of(new Seal(1, 10)), 2))
                .containsExactly(at(10, 2), at(10, 1));
    }

    @Test
    void a_seal_is_added_once_and_never_raised() {
        List<Seal> before = List.of(new Seal(1, 10));

        assertThat(ResumeChoice.seals(before, 2, OptionalLong.of(20), OptionalInt.of(2)))
                .containsExactly(new Seal(1, 10), new Seal(2, 20));
        assertThat(ResumeChoice.seals(before, 1, OptionalLong.of(99), OptionalInt.of(1)))
                .containsExactly(new Seal(1, 10));
        assertThat(ResumeChoice.seals(before, 2, OptionalLong.empty(), OptionalInt.of(1)))
                .isEqualTo(before);
    }

    @Test
    void sixteen_seals_stay_and_the_chosen_one_among_them() {
        List<Seal> before =
                IntStream.rangeClosed(1, 20).mapToObj(a -> new Seal(a, a)).toList();

        assertThat(ResumeChoice.seals(before, 21, OptionalLong.of(21), OptionalInt.of(21)))
                .hasSize(16)
                .startsWith(new Seal(6, 6))
                .endsWith(new Seal(21, 21));
        assertThat(ResumeChoice.seals(before, 21, OptionalLong.of(21), OptionalInt.of(2)))
                .hasSize(16)
                .startsWith(new Seal(2, 2), new Seal(7, 7))
                .endsWith(new Seal(21, 21));
    }

    /// The rule once more, word by word as the document says it, over random histories.
    @ParameterizedTest
    @MethodSource("seeds")
    void agrees_with_the_rule_as_it_is_written(long seed) {
        Random random = new Random(seed);
        int lastAttempt = random.nextInt(6);
        List<Manifest> manifests = new ArrayList<>();
        for (int attempt = 1; attempt <= 7; attempt++) {
            for (long seq = 0; seq < 12; seq++) {
                if (random.nextInt(4) == 0) {
                    manifests.add(at(seq, attempt));
                }
            }
        }
        List<Seal> seals = IntStream.rangeClosed(1, 7)
                .filter(_ -> random.nextBoolean())
                .mapToObj(attempt -> new Seal(attempt, random.nextInt(12)))
                .toList();
        Collections.shuffle(manifests, random);

        List<Manifest> order = order(manifests, seals, lastAttempt);

        assertThat(order)
                .containsExactlyInAnyOrderElementsOf(manifests.stream()
                        .filter(manifest -> allowed(manifest, seals, lastAttempt))
                        .toList());
        for (int i = 1; i < order.size(); i++) {
            Manifest newer = order.get(i - 1);
            Manifest older = order.get(i);
            assertThat(newer.seq() > older.seq() || (newer.seq() == older.seq() && newer.attempt() > older.attempt()))
                    .isTrue();
        }
    }

    static IntStream seeds() {
        return IntStream.range(0, 500);
    }

    private static boolean allowed(Manifest manifest, List<Seal> seals, int lastAttempt) {
        Optional<Seal> seal =
                seals.stream().filter(s -> s.attempt() == manifest.attempt()).findFirst();
        if (manifest.attempt() > lastAttempt) {
            return false;
        }
        if (seal.isPresent()) {
            return manifest.seq() <= seal.get().seq();
        }
        return manifest.attempt() == lastAttempt;
    }

    private static Manifest at(long seq, int attempt) {
        return Checkpoints.manifest("t", seq, attempt);
    }

    private static List<Manifest> order(List<Manifest> manifests, List<Seal> seals, int lastAttempt) {
        List<Candidate> found =
                manifests.stream().map(m -> new Candidate("memory://b", m)).toList();
        return ResumeChoice.candidates(found, seals, lastAttempt).stream()
                .map(Candidate::manifest)
                .toList();
    }
}
