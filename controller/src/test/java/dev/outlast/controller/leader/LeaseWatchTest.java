package dev.outlast.controller.leader;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LeaseWatchTest {
    private final LeaseWatch watch = new LeaseWatch(Duration.ofSeconds(4));

    @Test
    void whatNobodyHoldsIsOver() {
        assertThat(isOver(watch, new LeaseRow("", 3, 1, 9_000, 70, false), 0)).isTrue();
    }

    @Test
    void aRowThatChangesIsNeverOver() {
        for (var i = 0; i < 100; i++) {
            assertThat(isOver(watch, held(1, i), seconds(3L * i))).isFalse();
        }
    }

    @Test
    void aRowThatDoesNotChangeIsOverAfterTheHoldersDuration() {
        assertThat(isOver(watch, held(1, 7), seconds(100))).isFalse();
        assertThat(isOver(watch, held(1, 7), seconds(104))).isFalse();
        assertThat(isOver(watch, held(1, 7), seconds(105))).isTrue();
    }

    @Test
    void theLongerOfTwoDurationsCounts() {
        var longer = new LeaseWatch(Duration.ofSeconds(60));
        assertThat(isOver(longer, held(1, 7), 0)).isFalse();
        assertThat(isOver(longer, held(1, 7), seconds(59))).isFalse();
        assertThat(isOver(longer, held(1, 7), seconds(60))).isTrue();
    }

    /// Its connection broke, and the server has not noticed yet: the lock is still its last session's.
    @Test
    void aHolderThatNamesANewSessionIsNotTakenForDead() {
        assertThat(isOver(watch, held(1, 7), 0)).isFalse();
        assertThat(isOver(watch, new LeaseRow("a", 1, 8, 5_000, 71, false), seconds(1)))
                .isFalse();
        assertThat(isOver(watch, new LeaseRow("a", 1, 9, 5_000, 71, true), seconds(2)))
                .isFalse();
        assertThat(isOver(watch, new LeaseRow("a", 1, 9, 5_000, 71, false), seconds(3)))
                .isTrue();
    }

    @Test
    void aSessionThatGoesBeforeOurEyesIsOverAtOnce() {
        assertThat(isOver(watch, held(1, 7), 0)).isFalse();
        assertThat(isOver(watch, gone(1, 7), seconds(1))).isTrue();
    }

    @Test
    void aSessionThatWasNeverSeenMayComeBack() {
        assertThat(isOver(watch, gone(1, 7), 0)).isFalse();
        assertThat(isOver(watch, gone(1, 7), seconds(2))).isFalse();
        assertThat(isOver(watch, gone(1, 8), seconds(3))).isFalse();
        assertThat(isOver(watch, gone(1, 8), seconds(5))).isFalse();
        assertThat(isOver(watch, gone(1, 8), seconds(6))).isTrue();
    }

    /// The server was started again: everybody's session is gone, and that says nothing of the holder.
    @Test
    void afterOurOwnSessionBrokeNothingWasSeen() {
        assertThat(isOver(watch, held(1, 7), 0)).isFalse();
        watch.sessionLost();
        assertThat(isOver(watch, gone(1, 7), seconds(1))).isFalse();
    }

    @Test
    void theSessionOfALaterHolderWasNotSeen() {
        assertThat(isOver(watch, held(1, 7), 0)).isFalse();
        assertThat(isOver(watch, gone(2, 0), seconds(1))).isFalse();
        assertThat(isOver(watch, held(2, 0), seconds(2))).isFalse();
        assertThat(isOver(watch, gone(2, 0), seconds(2))).isTrue();
    }

    @Test
    void anAnswerThatTookLongIsNotHeldAgainstTheHolder() {
        assertThat(watch.isOver(held(1, 7), 0, seconds(4))).isFalse();
        assertThat(watch.isOver(held(1, 7), seconds(8), seconds(9))).isFalse();
        assertThat(watch.isOver(held(1, 7), seconds(9), seconds(9))).isTrue();
    }

    private static boolean isOver(LeaseWatch by, LeaseRow row, long at) {
        return by.isOver(row, at, at);
    }

    private static LeaseRow held(long term, long renewals) {
        return new LeaseRow("a", term, renewals, 5_000, 70, true);
    }

    private static LeaseRow gone(long term, long renewals) {
        return new LeaseRow("a", term, renewals, 5_000, 70, false);
    }

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}
