package dev.outlast.controller.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outlast.core.cluster.Demand;
import dev.outlast.core.job.Fault;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Defects that users of such systems have reported, by the number of the report in skypilot-org/skypilot.
final class KnownDefectsTest {
    @Test
    void issue10021ThePreemptedRegionIsReallyAvoided() {
        var life = Life.running(Given.PLAIN).seen(Seen.preempted()).backAgain();
        life.offered(Given.EAST, Given.NORTH, Given.WEST);

        assertThat(((Phase.Launching) life.phase()).offer()).isEqualTo(Given.WEST);
    }

    @Test
    void issue10078APipelineGoesOnWhereItWasAfterARestart() {
        var life = Life.of(Given.pipeline(2)).admitted().offered(Given.EAST).started();
        life.seen(Seen.allExited(1, 0))
                .released()
                .admitted()
                .offered(Given.EAST)
                .started();
        var restarted = Life.of(Given.pipeline(2)).inState(life.state());

        assertThat(restarted.owes()).isEmpty();
        assertThat(restarted.phase()).isInstanceOf(Phase.Running.class);
        assertThat(restarted.task()).isEqualTo(1);
    }

    @Test
    void issue10162OneFailedProbeDoesNotKillAHealthyJob() {
        var life = Life.running(Given.PLAIN).seen(Seen.unknown());

        assertThat(life.phase()).isInstanceOf(Phase.Running.class);
        assertThat(life.owes()).isEmpty();
    }

    @Test
    void issue10155ManyTimeOutsAreNoRecovery() {
        var life = Life.running(Given.PLAIN);
        for (int i = 0; i < 25; i++) {
            life.later(Duration.ofMinutes(45)).seen(Seen.unknown()).later(Duration.ofSeconds(30));
            life.seen(Seen.up(Seen.running(0)));
        }

        assertThat(life.attempt()).isEqualTo(1);
        assertThat(life.ledger().recoveries()).isZero();
    }

    @Test
    void issue10487AControllerThatComesBackFindsItsClusterAndGoesOn() {
        var stored = Life.running(Given.PLAIN).seen(Seen.unknown()).state();
        var life = Life.of(Given.PLAIN).inState(stored).seen(Seen.up(Seen.running(0)));

        assertThat(life.attempt()).isEqualTo(1);
        assertThat(life.phase()).isInstanceOf(Phase.Running.class);
    }

    @Test
    void issues10456And9189AFailedCleanUpDoesNotChangeTheOutcome() {
        var succeeded = Life.running(Given.PLAIN).seen(Seen.allExited(1, 0));
        var cancelled = Life.running(Given.PLAIN).cancelled();
        for (int i = 0; i < 6; i++) {
            succeeded.releaseFailed();
            cancelled.releaseFailed();
        }

        assertThat(succeeded.status()).isEqualTo(Status.SUCCEEDED);
        assertThat(cancelled.status()).isEqualTo(Status.CANCELLED);
    }

    @Test
    void issue10788ARestartDuringTheBackOffKeepsTimesAndCounts() {
        var life = Life.running(Given.PLAIN)
                .seen(Seen.preempted())
                .backAgain()
                .offered(Given.EAST)
                .started();
        life.seen(Seen.preempted()).released();
        assertThat(life.phase()).isInstanceOf(Phase.Backoff.class);
        var before = life.ledger();
        var restarted = Life.of(Given.PLAIN).inState(life.state()).later(Duration.ofHours(1));
        restarted.on(new JobEvent.Engine.Tick()).admitted().offered(Given.EAST).started();

        assertThat(restarted.ledger().started()).isEqualTo(before.started());
        assertThat(restarted.ledger().recoveries()).isEqualTo(before.recoveries() + 1);
    }

    @Test
    void issue10370AHungJobCanBeStoppedByItsDuration() {
        var life = Life.running(Given.limited(Given.maxDuration(Duration.ofHours(2))));

        life.seen(Seen.up(Seen.running(0, Duration.ofHours(2))));
        assertThat(life.lastNote().kind()).isEqualTo("limit");
    }

    @Test
    void issue4421AnyRankThatFailsFailsTheAttempt() {
        var gang = Given.demanding(new Demand(2, List.of(Given.anywhere()), false));
        var life = Life.of(gang).admitted().offered(Given.EAST).launched().activated();
        life.seen(Seen.up(Seen.exited(0, 0), Seen.exited(1, 1)));
        life.seen(Seen.up(Seen.exited(0, 0), Seen.exited(1, 1))).released();

        assertThat(life.status()).isEqualTo(Status.FAILED);
    }

    @Test
    void issue4410ACancelDuringARecoveryLeaksNothing() {
        var life = Life.running(Given.PLAIN)
                .seen(Seen.preempted())
                .backAgain()
                .offered(Given.WEST)
                .cancelled();

        assertThat(life.owes()).singleElement().isInstanceOf(Effect.Release.class);
        life.launched();
        assertThat(life.owes())
                .singleElement()
                .isInstanceOfSatisfying(
                        Effect.Release.class, r -> assertThat(r.attempt()).isEqualTo(2));
    }

    @Test
    void issue4589AnErrorOfTheProviderDoesNotKillALongJob() {
        var life = Life.running(Given.PLAIN)
                .later(Duration.ofDays(2))
                .seen(Seen.gone(Fault.PROVIDER))
                .backAgain();
        life.offered(Given.EAST).launchFailed(Fault.PROVIDER, false);

        assertThat(life.phase()).isInstanceOf(Phase.Releasing.class);
        assertThat(life.state().hasEnded()).isFalse();
    }

    @Test
    void issues7117And6457AJobThatSaysNothingIsSeenToBeStalled() {
        var life = Life.running(Given.limited(Given.stallAfter(Duration.ofMinutes(30))));

        life.seen(Seen.up(Seen.idle(0, Duration.ofMinutes(30))));
        assertThat(life.phase()).isInstanceOf(Phase.Releasing.class);
    }

    @Test
    void issues4433And5029CredentialsThatExpireAreNoMistakeInTheTask() {
        var life = Life.of(Given.PLAIN).admitted();
        life.on(new JobEvent.Report.OffersFailed(0, 1, "token expired"));

        assertThat(life.state().hasEnded()).isFalse();
    }

    @Test
    void issues5031And5106EveryEndSaysWhy() {
        var life = Life.running(Given.PLAIN)
                .seen(Seen.allExited(1, 7))
                .seen(Seen.allExited(1, 7))
                .released();

        assertThat(life.lastNote().detail()).contains("code 7");
    }

    @Test
    void aWaitingJobHoldsNoSlotWhileItBacksOff() {
        var life = Life.of(Given.PLAIN).admitted().closed(Given.EAST).offered(Given.EAST);

        assertThat(life.phase()).isInstanceOf(Phase.Backoff.class);
        assertThat(life.owes()).isEmpty();
    }
}
