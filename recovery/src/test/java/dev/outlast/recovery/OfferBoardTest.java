package dev.outlast.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outlast.core.cluster.OfferKey;
import dev.outlast.core.cluster.Place;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class OfferBoardTest {
    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
    private static final OfferKey EAST = new OfferKey(new Place("aws", "east", ""), "small", true);
    private final OfferBoard board =
            new OfferBoard(new BackoffPolicy(Duration.ofSeconds(10), 2, Duration.ofMinutes(1), 0));

    @Test
    void nobodyKnewAnythingSoItIsOpen() {
        assertThat(board.isOpen(EAST, NOW)).isTrue();
        assertThat(board.isProbe(EAST)).isFalse();
    }

    @Test
    void aRefusalClosesItForAll() {
        board.refused(EAST, NOW, 0.5);

        assertThat(board.isOpen(EAST, NOW.plusSeconds(9))).isFalse();
        assertThat(board.isOpen(EAST, NOW.plusSeconds(10))).isTrue();
    }

    @Test
    void oneProbeAtATime() {
        board.refused(EAST, NOW, 0.5);
        board.tried(EAST);

        assertThat(board.isOpen(EAST, NOW.plus(Duration.ofDays(1)))).isFalse();
    }

    @Test
    void aProbeThatIsRefusedClosesItForLonger() {
        board.refused(EAST, NOW, 0.5);
        board.tried(EAST);
        board.refused(EAST, NOW, 0.5);

        assertThat(board.closedUntil()).containsEntry(EAST, NOW.plusSeconds(20));
    }

    @Test
    void aProbeThatEndsWithoutAnAnswerLetsTheNextOneProbe() {
        board.refused(EAST, NOW, 0.5);
        board.tried(EAST);
        board.unsure(EAST);

        assertThat(board.isOpen(EAST, NOW.plusSeconds(10))).isTrue();
    }

    @Test
    void aClusterOpensItAgain() {
        board.refused(EAST, NOW, 0.5);
        board.accepted(EAST);

        assertThat(board.isOpen(EAST, NOW)).isTrue();
        assertThat(board.closedUntil()).isEmpty();
    }

    @Test
    void closingNeverExceedsTheCap() {
        for (int i = 0; i < 100; i++) {
            board.refused(EAST, NOW, 0.5);
        }

        assertThat(board.closedUntil()).containsEntry(EAST, NOW.plusSeconds(60));
    }
}
