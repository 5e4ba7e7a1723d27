package dev.outlast.controller.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outlast.core.job.Fault;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// `max_duration`, `max_wait`, `stall_after` and `on_silence`.
final class LimitsTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void maxDurationIsSummedOverAttemptsByTheNodesClocks() {
        var life = Life.running(Given.limited(Given.maxDuration(HOUR)));
        life.later(Duration.ofMinutes(40))
                .seen(Seen.preempted())
                .backAgain()
                .offered(Given.WEST)
                .started();

        life.seen(Seen.up(Seen.running(0, Duration.ofMinutes(19))));
        assertThat(life.phase()).isInstanceOf(Phase.Running.class);
        life.seen(Seen.up(Seen.running(0, Duration.ofMinutes(20))));
        assertThat(life.phase()).isInstanceOf(Phase.Draining.class);
        life.seen(Seen.up(Seen.stopped(0, 143))).released();
        assertThat(life.status()).isEqualTo(Status.FAILED);
    }

    @Test
    void waitingForCapacityDoesNotCountAsDuration() {
        var life = Life.running(Given.limited(Given.maxDuration(HOUR))).seen(Seen.preempted());
        life.later(Duration.ofHours(9)).backAgain().offered(Given.WEST).started();

        assertThat(life.phase()).isInstanceOf(Phase.Running.class);
    }

    @Test
    void aJobThatEndsWellWhileItIsStoppedForItsLimitHasSucceeded() {
        var life = Life.running(Given.limited(Given.maxDuration(HOUR))).seen(Seen.up(Seen.running(0, HOUR)));
        life.seen(Seen.allExited(1, 0)).released();

        assertThat(life.status()).isEqualTo(Status.SUCCEEDED);
    }

    @Test
    void maxWaitEndsAQueuedJob() {
        var life = Life.of(Given.limited(Given.maxWait(HOUR))).after(HOUR);

        assertThat(life.status()).isEqualTo(Status.FAILED_NO_RESOURCE);
    }

    @Test
    void maxWaitEndsAJobThatFindsNoRoom() {
        var life = Life.of(Given.limited(Given.maxWait(HOUR)))
                .admitted()
                .closed(Given.EAST)
                .offered(Given.EAST);

        assertThat(life.after(HOUR).status()).isEqualTo(Status.FAILED_NO_RESOURCE);
    }

    @Test
    void maxWaitReleasesWhatIsBeingMade() {
        var launching = Life.of(Given.limited(Given.maxWait(HOUR))).admitted().offered(Given.EAST);
        var preparing = Life.of(Given.limited(Given.maxWait(HOUR)))
                .admitted()
                .offered(Given.EAST)
                .launched()
                .activated();

        assertThat(launching
                        .later(HOUR.minusMinutes(1))
                        .after(Duration.ofMinutes(1))
                        .phase())
                .isInstanceOf(Phase.Releasing.class);
        assertThat(preparing.after(HOUR).released().status()).isEqualTo(Status.FAILED_NO_RESOURCE);
    }

    @Test
    void maxWaitDoesNotTouchARunningJob() {
        assertThat(Life.running(Given.limited(Given.maxWait(HOUR)))
                        .after(HOUR.multipliedBy(9))
                        .phase())
                .isInstanceOf(Phase.Running.class);
    }

    @Test
    void maxWaitCountsAnewFromEachLoss() {
        var life = Life.running(Given.limited(Given.maxWait(HOUR)))
                .later(Duration.ofHours(5))
                .seen(Seen.preempted())
                .backAgain();

        assertThat(life.after(HOUR.minusSeconds(1)).state().hasEnded()).isFalse();
        assertThat(life.after(Duration.ofSeconds(1)).status()).isEqualTo(Status.FAILED_NO_RESOURCE);
    }

    @Test
    void aStalledRunIsTheUsersErrorAndSpendsTheBudget() {
        var task = Given.with(
                Given.limited(Given.stallAfter(HOUR)), Given.recovering(1).recovery());
        var life = Life.running(task).seen(Seen.up(Seen.idle(0, HOUR)));
        assertThat(life.ledger().userErrors()).isEqualTo(1);

        life.backAgain()
                .offered(Given.EAST)
                .started()
                .seen(Seen.up(Seen.idle(0, HOUR)))
                .released();
        assertThat(life.status()).isEqualTo(Status.FAILED);
        assertThat(((Phase.Ended) life.phase()).outcome())
                .isInstanceOfSatisfying(
                        Outcome.Failed.class, f -> assertThat(f.fault()).isEqualTo(Fault.STALLED));
    }

    @Test
    void oneTalkativeRankIsEnough() {
        var life = Life.running(Given.limited(Given.stallAfter(HOUR)));
        life.seen(Seen.up(Seen.idle(0, HOUR.multipliedBy(2)), Seen.running(1)));

        assertThat(life.phase()).isInstanceOf(Phase.Running.class);
    }

    @Test
    void aStallIsNoExitCodeThatCouldBeNamed() {
        var task = Given.with(
                Given.limited(Given.stallAfter(HOUR)), Given.recovering(0, 0).recovery());

        assertThat(Life.running(task)
                        .seen(Seen.up(Seen.idle(0, HOUR)))
                        .released()
                        .status())
                .isEqualTo(Status.FAILED);
    }

    @Test
    void silenceIsWaitedOutByDefault() {
        var life = Life.running(Given.PLAIN).seen(Seen.unknown()).after(Duration.ofDays(30));

        assertThat(life.phase()).isInstanceOf(Phase.Running.class);
        assertThat(life.status()).isEqualTo(Status.RUNNING);
        life.seen(Seen.up(Seen.running(0)));
        assertThat(((Phase.Running) life.phase()).contact()).isEqualTo(new Contact.Good());
        assertThat(life.kinds()).endsWith("contact_lost", "contact_regained");
    }

    @Test
    void silenceLeadsToARelaunchWhereTheJobAskedForIt() {
        var life = Life.running(Given.limited(Given.relaunchAfter(HOUR))).seen(Seen.unknown());
        life.seen(Seen.unknown()).after(HOUR.minusSeconds(1));
        assertThat(life.phase()).isInstanceOf(Phase.Running.class);

        life.after(Duration.ofSeconds(1));
        assertThat(life.phase()).isInstanceOf(Phase.Releasing.class);
        assertThat(life.ledger().userErrors()).isZero();
        assertThat(life.ledger().ranBefore()).isEqualTo(HOUR);
    }

    @Test
    void contactThatComesBackStopsTheCountdown() {
        var life = Life.running(Given.limited(Given.relaunchAfter(HOUR))).seen(Seen.unknown());
        life.later(HOUR.dividedBy(2)).seen(Seen.up(Seen.running(0))).after(HOUR);

        assertThat(life.phase()).isInstanceOf(Phase.Running.class);
    }
}
