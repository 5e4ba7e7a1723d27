package dev.outlast.controller.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outlast.core.cluster.Demand;
import dev.outlast.core.cluster.Offer;
import dev.outlast.core.job.Fault;
import dev.outlast.recovery.BackoffPolicy;
import dev.outlast.recovery.RecoveryPolicy.Strategy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Another attempt: when, where, and against whose budget.
final class RecoveryTest {
    @Test
    void eagerNextRegionAvoidsTheLostRegion() {
        var life = Life.running(Given.PLAIN).seen(Seen.preempted()).backAgain().offered(Given.EAST, Given.WEST);

        assertThat(offer(life)).isEqualTo(Given.WEST);
    }

    @Test
    void eagerNextRegionTakesTheLostRegionWhenNothingElseIsOpen() {
        var life = Life.running(Given.PLAIN).seen(Seen.preempted()).backAgain();
        life.closed(Given.WEST).offered(Given.EAST, Given.WEST);

        assertThat(offer(life)).isEqualTo(Given.EAST);
    }

    @Test
    void eagerNextRegionStaysWhereTheUserPinnedIt() {
        var pinned = Given.demanding(new Demand(1, List.of(Given.at("fake", "east")), false));
        var dearer = new Offer(Given.EAST.place(), "large", true, 9);
        var life = Life.running(pinned).seen(Seen.preempted()).backAgain().offered(dearer, Given.EAST);

        assertThat(offer(life)).isEqualTo(Given.EAST);
    }

    @Test
    void aPinnedProviderAloneDoesNotPinTheRegion() {
        var provider = Given.demanding(new Demand(1, List.of(Given.at("fake", "")), false));
        var life = Life.running(provider).seen(Seen.preempted()).backAgain().offered(Given.EAST, Given.WEST);

        assertThat(offer(life)).isEqualTo(Given.WEST);
    }

    @Test
    void failoverTriesTheSameRegionFirst() {
        var life = Life.of(Given.recovering(Strategy.FAILOVER, 0)).admitted();
        life.closed(Given.EAST).offered(Given.EAST, Given.WEST).started();
        life.opened().seen(Seen.preempted()).backAgain().offered(Given.EAST, Given.WEST);

        assertThat(offer(life)).isEqualTo(Given.WEST);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"PREEMPTED", "NODE_LOST", "PROVIDER"})
    void noLossEverSpendsTheErrorBudget(Fault fault) {
        var life = Life.running(Given.recovering(1));
        for (int i = 0; i < 20; i++) {
            life.seen(Seen.gone(fault))
                    .backAgain()
                    .offered(Given.EAST, Given.WEST)
                    .started();
        }

        assertThat(life.ledger().userErrors()).isZero();
        assertThat(life.ledger().recoveries()).isEqualTo(20);
        assertThat(life.attempt()).isEqualTo(21);
    }

    @Test
    void maxRestartsOnErrorsIsCountedAcrossEverything() {
        var life = Life.running(Given.recovering(2));
        fail(life, 1);
        life.backAgain().offered(Given.EAST, Given.WEST).started().seen(Seen.preempted());
        life.backAgain().offered(Given.EAST, Given.WEST).launched().activated().seen(Seen.up(Seen.setupFailed(0, 9)));
        life.seen(Seen.up(Seen.setupFailed(0, 9)));
        assertThat(life.ledger().userErrors()).isEqualTo(2);

        life.backAgain().offered(Given.EAST, Given.WEST).started();
        fail(life, 1);
        assertThat(life.released().status()).isEqualTo(Status.FAILED);
        assertThat(life.attempt()).isEqualTo(4);
    }

    @Test
    void withoutABudgetTheFirstErrorEnds() {
        var life = Life.running(Given.PLAIN);
        fail(life, 1);

        assertThat(life.released().status()).isEqualTo(Status.FAILED);
    }

    @Test
    void namedExitCodesRestartWithoutBeingCounted() {
        var life = Life.running(Given.recovering(0, 3));
        for (int i = 0; i < 30; i++) {
            fail(life, 3);
            life.backAgain().offered(Given.EAST).started();
        }
        assertThat(life.ledger().userErrors()).isZero();
        assertThat(life.ledger().recoveries()).isEqualTo(30);

        fail(life, 4);
        assertThat(life.released().status()).isEqualTo(Status.FAILED);
    }

    @Test
    void theCountsOutliveARestart() {
        var life = Life.running(Given.recovering(1));
        fail(life, 1);
        var stored = life.state();
        var later = Life.of(Given.recovering(1))
                .inState(stored)
                .backAgain()
                .offered(Given.EAST)
                .started();
        fail(later, 1);

        assertThat(later.released().status()).isEqualTo(Status.FAILED);
    }

    @Test
    void theFirstLossIsFollowedAtOnceAndTheNextOnesBackOff() {
        var life = Life.running(Given.PLAIN).seen(Seen.preempted()).released();
        assertThat(life.phase()).isInstanceOf(Phase.Queued.class);

        life.admitted().offered(Given.EAST).started().seen(Seen.preempted()).released();
        assertThat(life.phase()).isInstanceOf(Phase.Backoff.class);
        assertThat(life.status()).isEqualTo(Status.RECOVERING);
    }

    @Test
    void aLongRunBeginsAStreakAnew() {
        var life = Life.running(Given.PLAIN);
        for (int i = 0; i < 6; i++) {
            life.later(Duration.ofHours(1)).seen(Seen.preempted()).released();
            assertThat(life.phase()).as("loss %d", i).isInstanceOf(Phase.Queued.class);
            life.admitted().offered(Given.EAST, Given.WEST).started();
        }
    }

    @Test
    void noCapacityIsNeverTheEnd() {
        var life = Life.of(Given.PLAIN).admitted().closed(Given.EAST);
        for (int i = 0; i < 200; i++) {
            life.offered(Given.EAST);
            assertThat(life.phase()).isInstanceOf(Phase.Backoff.class);
            life.after(Duration.ofMinutes(10)).admitted();
        }
        assertThat(life.opened().offered(Given.EAST).phase()).isInstanceOf(Phase.Launching.class);
        assertThat(life.attempt()).isEqualTo(1);
    }

    @Test
    void theBackOffForCapacityIsBoundedByItsCap() {
        var life = Life.of(Given.PLAIN).admitted().closed(Given.EAST);
        for (int i = 0; i < 50; i++) {
            life.offered(Given.EAST);
            var until = ((Phase.Backoff) life.phase()).until();
            assertThat(Duration.between(life.now(), until))
                    .isLessThanOrEqualTo(BackoffPolicy.DEFAULT.cap().multipliedBy(2));
            life.after(Duration.between(life.now(), until)).admitted();
        }
    }

    @Test
    void whatFitsNowhereIsAMistakeInTheTask() {
        var life = Life.of(Given.PLAIN).admitted().offered();

        assertThat(life.status()).isEqualTo(Status.FAILED_PRECHECKS);
    }

    @Test
    void whatFittedOnceWillFitAgain() {
        var life = Life.running(Given.PLAIN).seen(Seen.preempted()).backAgain().offered();

        assertThat(life.phase()).isInstanceOf(Phase.Backoff.class);
    }

    @Test
    void aProviderThatCannotBeAskedIsAskedAgain() {
        var life = Life.of(Given.PLAIN).admitted();
        life.on(new JobEvent.Report.OffersFailed(0, 1, "503"));
        assertThat(life.phase()).isInstanceOf(Phase.Placing.class);
        assertThat(life.owes()).isEmpty();

        assertThat(life.later(Duration.ofMinutes(1)).owes()).hasSize(1);
    }

    @Test
    void aBucketThatCannotBeReadIsNeverTakenForAnEmptyOne() {
        var life = Life.of(Given.withBuckets("local://b")).admitted();
        life.on(new JobEvent.Report.ResumeFailed(0, 1, "away"));

        assertThat(life.later(Duration.ofMinutes(1)).owes()).singleElement().isInstanceOf(Effect.FindResumePoint.class);
    }

    private static void fail(Life life, int code) {
        life.seen(Seen.allExited(1, code)).seen(Seen.allExited(1, code));
    }

    private static Offer offer(Life life) {
        return ((Phase.Launching) life.phase()).offer();
    }
}
