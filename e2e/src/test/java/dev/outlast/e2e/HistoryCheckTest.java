package dev.outlast.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class HistoryCheckTest {
    private static final Call SUBMITTED = new Call.Submit("a", 1, 0, 10);

    @Test
    void allThatOneQueueCanTellIsAccepted() {
        assertAccepted(
                SUBMITTED,
                new Call.Submit("a", 1, 2, 30),
                new Call.Submit("never answered", 0, 3, Call.NEVER),
                read("x", true, 1, 5, "PENDING", 0),
                read("y", false, 11, 12, "", 0),
                read("x", true, 20, 25, "STARTING", 1),
                read("x", true, 26, 27, "PENDING", 1),
                read("z", true, 30, 35, "RUNNING", 2),
                read("y", false, 40, 41, "PENDING", 0),
                read("z", true, 50, 51, "RECOVERING", 2),
                new Call.Cancel(1, true, 52, 55),
                read("z", true, 53, 60, "RUNNING", 3),
                read("z", true, 61, 62, "CANCELLING", 3),
                read("y", false, 63, 64, "RUNNING", 3),
                read("z", true, 65, 66, "CANCELLED", 3),
                new Call.Cancel(1, false, 67, 68),
                new Call.Listing(Map.of(1L, "a"), 70, 71));
    }

    @Test
    void oneKeyMakesOneJob() {
        assertCaught("several jobs", SUBMITTED, new Call.Submit("a", 2, 5, 12));
        assertCaught("several jobs", SUBMITTED, new Call.Listing(Map.of(1L, "a", 2L, "a"), 20, 21));
        assertCaught("several keys", SUBMITTED, new Call.Submit("b", 1, 5, 12));
    }

    @Test
    void whatNobodyAskedForIsNotShown() {
        assertCaught("before anybody", new Call.Submit("a", 1, 6, 10), read("x", false, 1, 5, "PENDING", 0));
        assertCaught("before anybody", new Call.Listing(Map.of(1L, "a"), 1, 2));
    }

    @Test
    void whatWasAcknowledgedIsFound() {
        assertCaught("not found", SUBMITTED, read("x", true, 11, 12, "", 0));
        assertCaught("not found", SUBMITTED, new Call.Listing(Map.of(), 11, 12));
        assertAccepted(SUBMITTED, read("x", true, 9, 12, "", 0));
        assertAccepted(SUBMITTED, read("x", false, 11, 12, "", 0));
    }

    @Test
    void theLeaderDoesNotGoBackNorDoesItsSuccessor() {
        assertCaught(
                "went back", SUBMITTED, read("x", true, 11, 12, "RUNNING", 1), read("y", true, 13, 14, "PENDING", 1));
        assertCaught(
                "went back", SUBMITTED, read("x", true, 11, 12, "RUNNING", 2), read("y", true, 13, 14, "RUNNING", 1));
        assertCaught("went back", SUBMITTED, read("x", true, 1, 2, "PENDING", 0), read("y", true, 3, 4, "", 0));
        // A long read that began before cannot be blamed, nor one that was far behind.
        assertAccepted(SUBMITTED, read("x", true, 11, 13, "RUNNING", 1), read("y", true, 12, 14, "PENDING", 0));
        assertAccepted(SUBMITTED, read("x", true, 11, 12, "RUNNING", 1), read("y", false, 13, 14, "PENDING", 0));
    }

    @Test
    void aStandbyDoesNotGoBehindItself() {
        assertCaught(
                "at y went back",
                SUBMITTED,
                read("y", false, 11, 12, "SUCCEEDED", 1),
                read("y", false, 13, 14, "RUNNING", 1));
        assertCaught(
                "at y went back", SUBMITTED, read("y", false, 11, 12, "PENDING", 0), read("y", false, 13, 14, "", 0));
    }

    @Test
    void aJobEndsOnce() {
        assertCaught(
                "several ways",
                SUBMITTED,
                read("x", true, 11, 12, "SUCCEEDED", 1),
                read("y", false, 11, 14, "FAILED", 1));
    }

    @Test
    void anAcceptedCancelIsFinal() {
        var cancel = new Call.Cancel(1, true, 20, 25);
        assertCaught("not final", SUBMITTED, cancel, read("x", true, 26, 27, "STARTING", 1));
        assertCaught(
                "not final",
                SUBMITTED,
                cancel,
                read("x", true, 26, 27, "RUNNING", 1),
                read("x", true, 28, 29, "CANCELLED", 1));
        // It was ending by itself already.
        assertAccepted(
                SUBMITTED, cancel, read("x", true, 26, 27, "RUNNING", 1), read("x", true, 28, 29, "SUCCEEDED", 1));
        assertAccepted(SUBMITTED, cancel, read("x", true, 24, 27, "STARTING", 1));
    }

    /// @param status empty: no such job
    private static Call read(String controller, boolean leading, long begun, long ended, String status, int attempts) {
        var shown =
                status.isEmpty() ? Optional.<Call.Shown>empty() : Optional.of(new Call.Shown("a", status, attempts));
        return new Call.Read(controller, leading, 1, shown, begun, ended);
    }

    private static void assertAccepted(Call... calls) {
        assertThat(HistoryCheck.violations(List.of(calls))).isEmpty();
    }

    private static void assertCaught(String what, Call... calls) {
        assertThat(HistoryCheck.violations(List.of(calls)))
                .isNotEmpty()
                .allSatisfy(violation -> assertThat(violation).contains(what));
    }
}
