package dev.outlast.controller.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outlast.core.cluster.Demand;
import dev.outlast.core.cluster.Observation;
import dev.outlast.core.job.Fault;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A non-zero exit is not yet a verdict.
final class JudgingTest {
    private static final Demand FOUR = new Demand(4, List.of(Given.anywhere()), false);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 5, 10, 19, 20})
    void aGangWhosePeerDiesBeforeTheProviderSaysSoSpendsNoErrorBudget(int seconds) {
        var life = gang().seen(Seen.up(Seen.running(0), Seen.exited(1, 1), Seen.running(2), Seen.running(3)));
        assertThat(life.phase()).isInstanceOf(Phase.Judging.class);

        for (int s = 0; s < seconds; s++) {
            life.seen(Seen.unknown()).after(Duration.ofSeconds(1));
            assertThat(life.phase()).as("after %d s", s).isInstanceOf(Phase.Judging.class);
        }
        life.seen(Seen.preempted());

        assertThat(life.ledger().userErrors()).isZero();
        assertThat(retry(life).fault()).isEqualTo(Fault.PREEMPTED);
    }

    @Test
    void everyNodeIsObservedAtOnceWhileJudging() {
        var life = gang().seen(Seen.up(Seen.exited(0, 3), Seen.running(1), Seen.running(2), Seen.running(3)));

        assertThat(life.owes()).singleElement().isInstanceOf(Effect.Observe.class);
    }

    @Test
    void aHealthyClusterBlamesTheProgramAtOnce() {
        var life = Life.running(Given.PLAIN).seen(Seen.allExited(1, 3)).seen(Seen.allExited(1, 3));

        assertThat(outcome(life)).isEqualTo(new Outcome.Failed(Fault.USER, "run ended with code 3"));
    }

    @Test
    void anUnseenClusterBlamesTheProgramOnlyAfterTheBlameWindow() {
        var life = Life.running(Given.PLAIN).seen(Seen.allExited(1, 3)).later(Duration.ofSeconds(29));

        life.seen(Seen.unknown());
        assertThat(life.phase()).isInstanceOf(Phase.Judging.class);
        life.later(Duration.ofSeconds(1)).seen(Seen.unknown());
        assertThat(outcome(life)).isInstanceOf(Outcome.Failed.class);
    }

    @Test
    void timeInWhichNobodyLookedBlamesNobody() {
        var life = Life.running(Given.PLAIN).seen(Seen.allExited(1, 3)).after(Duration.ofHours(1));
        assertThat(life.phase()).isInstanceOf(Phase.Judging.class);

        assertThat(retry(life.seen(Seen.preempted())).fault()).isEqualTo(Fault.PREEMPTED);
    }

    @ParameterizedTest
    @ValueSource(ints = {137, 143})
    void aCodeThatADyingNodeGivesWaitsToSettle(int code) {
        var life = Life.running(Given.PLAIN).seen(Seen.allExited(1, code)).seen(Seen.allExited(1, code));
        assertThat(life.phase()).isInstanceOf(Phase.Judging.class);

        life.later(Duration.ofSeconds(1)).seen(Seen.preempted());
        assertThat(retry(life).fault()).isEqualTo(Fault.PREEMPTED);
        assertThat(life.ledger().userErrors()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {137, 143})
    void aCodeThatADyingNodeGivesIsTheProgramsOwnOnceSettled(int code) {
        var life = Life.running(Given.PLAIN).seen(Seen.allExited(1, code)).later(Duration.ofSeconds(2));

        life.seen(Seen.allExited(1, code));
        assertThat(outcome(life)).isEqualTo(new Outcome.Failed(Fault.USER, "run ended with code " + code));
    }

    @Test
    void aLookThatTheEngineHearsLateDoesNotSettleTheCode() {
        var life = Life.running(Given.PLAIN).seen(Seen.allExited(1, 137));
        var then = life.now().plusMillis(300);
        life.later(Duration.ofSeconds(10)).seenAt(then, Seen.allExited(1, 137));
        assertThat(life.phase()).isInstanceOf(Phase.Judging.class);

        assertThat(retry(life.seen(Seen.preempted())).fault()).isEqualTo(Fault.PREEMPTED);
    }

    @Test
    void aLookFromBeforeTheExitDoesNotBlame() {
        var life = Life.running(Given.PLAIN).seen(Seen.allExited(1, 3));
        life.seenAt(life.now().minusSeconds(5), Seen.allExited(1, 3));

        assertThat(life.phase()).isInstanceOf(Phase.Judging.class);
    }

    @Test
    void aLeaderWhoseClockIsBehindBeginsTheWindowAnew() {
        var life = Life.running(Given.PLAIN).seen(Seen.allExited(1, 3)).later(Duration.ofHours(-1));
        life.seen(Seen.allExited(1, 3)).seen(Seen.allExited(1, 3));

        assertThat(outcome(life)).isInstanceOf(Outcome.Failed.class);
    }

    @Test
    void aNoticeBeatsTheExitCode() {
        var life = Life.running(Given.PLAIN).seen(Seen.allExited(1, 1)).seen(Seen.noticed(Seen.exited(0, 1)));

        assertThat(retry(life).fault()).isEqualTo(Fault.PREEMPTED);
    }

    @Test
    void anExitAfterTheContactLeaseRanOutIsALostNode() {
        var life = Life.running(Given.PLAIN).seen(Seen.up(Seen.stopped(0, 143))).seen(Seen.up(Seen.stopped(0, 143)));

        assertThat(retry(life).fault()).isEqualTo(Fault.NODE_LOST);
        assertThat(life.ledger().userErrors()).isZero();
    }

    @Test
    void theFailingRankDecidesWhateverTheOthersDo() {
        var life = gang().seen(Seen.up(Seen.exited(0, 0), Seen.exited(1, 0), Seen.exited(2, 7), Seen.running(3)))
                .seen(Seen.up(Seen.exited(0, 0), Seen.exited(1, 0), Seen.exited(2, 7), Seen.running(3)));

        assertThat(outcome(life)).isEqualTo(new Outcome.Failed(Fault.USER, "run ended with code 7"));
    }

    @Test
    void exitZeroOnSomeRanksIsNotYetSuccess() {
        var life = gang().seen(Seen.up(Seen.exited(0, 0), Seen.exited(1, 0), Seen.exited(2, 0), Seen.running(3)));

        assertThat(life.phase()).isInstanceOf(Phase.Running.class);
    }

    @Test
    void exitZeroOnAllRanksWinsWhateverBecomesOfTheNodes() {
        var life = gang().seen(Seen.allExited(4, 0)).seen(Seen.preempted()).seen(Seen.unknown());

        assertThat(outcome(life)).isEqualTo(new Outcome.Succeeded());
        assertThat(life.released().status()).isEqualTo(Status.SUCCEEDED);
    }

    @Test
    void aKillForWantOfMemorySpendsTheErrorBudgetHoweverItIsSeen() {
        var gone = new Observation.Gone(Fault.USER, "out of memory");

        var seenGone = Life.running(Given.recovering(1)).seen(gone);
        var seenExit =
                Life.running(Given.recovering(1)).seen(Seen.allExited(1, 137)).seen(gone);

        assertThat(seenGone.ledger().userErrors()).isEqualTo(1);
        assertThat(seenExit.ledger().userErrors()).isEqualTo(1);
        assertThat(seenGone.backAgain()
                        .offered(Given.EAST)
                        .started()
                        .seen(gone)
                        .released()
                        .status())
                .isEqualTo(Status.FAILED);
    }

    @Test
    void whatThePlatformWillNeverRunEndsTheJob() {
        var gone = new Observation.Gone(Fault.CONFIG, "InvalidImageName");

        var life = Life.running(Given.recovering(1)).seen(gone).released();

        assertThat(life.status()).isEqualTo(Status.FAILED_PRECHECKS);
        assertThat(life.ledger().userErrors()).isZero();
    }

    @Test
    void aFailingSetupIsJudgedToo() {
        var life =
                Life.of(Given.PLAIN).admitted().offered(Given.EAST).launched().activated();
        life.seen(Seen.up(Seen.setupFailed(0, 2)));
        assertThat(life.phase()).isInstanceOf(Phase.Judging.class);

        life.seen(Seen.up(Seen.setupFailed(0, 2))).released();
        assertThat(life.status()).isEqualTo(Status.FAILED_SETUP);
    }

    private static Life gang() {
        return Life.of(Given.demanding(FOUR))
                .admitted()
                .offered(Given.EAST)
                .launched()
                .activated()
                .seen(Seen.up(Seen.running(0), Seen.running(1), Seen.running(2), Seen.running(3)));
    }

    private static After.Retry retry(Life life) {
        return (After.Retry) ((Phase.Releasing) life.phase()).after();
    }

    private static Outcome outcome(Life life) {
        return ((After.End) ((Phase.Releasing) life.phase()).after()).outcome();
    }
}
