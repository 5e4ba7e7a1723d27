package dev.outlast.controller.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outlast.core.job.Fault;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// The provider announces that it takes the cluster back.
final class NoticeTest {
    @Test
    void aNoticeDrains() {
        var life = Life.running(Given.PLAIN).seen(Seen.noticed(Seen.running(0)));

        assertThat(life.phase()).isInstanceOf(Phase.Draining.class);
        assertThat(life.owes()).singleElement().isInstanceOf(Effect.Drain.class);
        assertThat(life.status()).isEqualTo(Status.RUNNING);
    }

    @Test
    void anExitAfterOurSigtermIsAPreemption() {
        var life = Life.running(Given.PLAIN).seen(Seen.noticed(Seen.running(0))).seen(Seen.up(Seen.stopped(0, 143)));

        assertThat(((Phase.Releasing) life.phase()).after())
                .isEqualTo(new After.Retry(Fault.PREEMPTED, "taken back in 120 s"));
        assertThat(life.ledger().userErrors()).isZero();
    }

    @Test
    void anExitOfZeroAfterOurSigtermIsSuccess() {
        var life = Life.running(Given.PLAIN)
                .seen(Seen.noticed(Seen.running(0)))
                .seen(Seen.noticed(Seen.exited(0, 0)))
                .released();

        assertThat(life.status()).isEqualTo(Status.SUCCEEDED);
    }

    @Test
    void anotherCodeAfterANoticeIsNotTheProgramsFault() {
        var life =
                Life.running(Given.PLAIN).seen(Seen.noticed(Seen.exited(0, 1))).seen(Seen.noticed(Seen.exited(0, 1)));

        assertThat(life.ledger().userErrors()).isZero();
        assertThat(((Phase.Releasing) life.phase()).after()).isInstanceOf(After.Retry.class);
    }

    @Test
    void theGraceEndsTheDraining() {
        var life = Life.running(Given.PLAIN).seen(Seen.noticed(Seen.running(0)));
        life.after(Duration.ofSeconds(34));
        assertThat(life.phase()).isInstanceOf(Phase.Draining.class);

        assertThat(life.after(Duration.ofSeconds(1)).phase()).isInstanceOf(Phase.Releasing.class);
    }

    @Test
    void silenceWhileDrainingWaitsForTheGrace() {
        var life = Life.running(Given.PLAIN).seen(Seen.noticed(Seen.running(0))).seen(Seen.unknown());

        assertThat(life.phase()).isInstanceOf(Phase.Draining.class);
    }

    @Test
    void aNoticeAtTheFirstLookRecordsThatRunHadStarted() {
        var life =
                Life.of(Given.PLAIN).admitted().offered(Given.EAST).launched().activated();
        life.seen(Seen.noticed(Seen.running(0)));

        assertThat(life.ledger().hasStarted()).isTrue();
        assertThat(life.phase()).isInstanceOf(Phase.Draining.class);
    }

    @Test
    void anInertClusterThatIsTakenBackIsReleasedAtOnce() {
        var life = Life.of(Given.PLAIN).admitted().offered(Given.EAST).launched();
        life.seen(Seen.noticed(Seen.waiting(0)));

        assertThat(((Phase.Releasing) life.phase()).after()).isInstanceOf(After.Retry.class);
    }

    @Test
    void aLongRunThatEndsWithANoticeBeginsAStreakAnew() {
        var life = Life.running(Given.PLAIN);
        for (int i = 0; i < 5; i++) {
            life.later(Duration.ofHours(2))
                    .seen(Seen.noticed(Seen.running(0, Duration.ofHours(2))))
                    .seen(Seen.preempted());
            assertThat(life.ledger().infraStreak()).as("loss %d", i).isEqualTo(1);
            life.released();
            assertThat(life.phase()).as("no back-off after loss %d", i).isInstanceOf(Phase.Queued.class);
            life.admitted().offered(Given.EAST, Given.WEST).started();
        }
    }

    @Test
    void theTimeRunBeforeANoticeIsCountedOnce() {
        var limit = Duration.ofHours(3);
        var life = Life.running(Given.limited(Given.maxDuration(limit)));
        life.seen(Seen.noticed(Seen.running(0, Duration.ofHours(2)))).seen(Seen.preempted());
        assertThat(life.ledger().ranBefore()).isEqualTo(Duration.ofHours(2));

        life.backAgain().offered(Given.WEST).started().seen(Seen.up(Seen.running(0, Duration.ofHours(1))));
        assertThat(life.lastNote().kind()).isEqualTo("limit");
        life.seen(Seen.up(Seen.stopped(0, 143))).released();
        assertThat(life.status()).isEqualTo(Status.FAILED);
        assertThat(life.ledger().ranBefore()).isEqualTo(limit);
    }
}
