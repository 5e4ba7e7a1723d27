package dev.outlast.controller.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class PipelineTest {
    @Test
    void tasksRunOneAfterTheOther() {
        var life = Life.of(Given.pipeline(2)).admitted().offered(Given.EAST).started();
        assertThat(life.state().task(1).phase()).isInstanceOf(Phase.Blocked.class);

        life.seen(Seen.allExited(1, 0)).released();
        assertThat(life.task()).isEqualTo(1);
        assertThat(life.phase()).isInstanceOf(Phase.Queued.class);
        assertThat(life.status()).isEqualTo(Status.PENDING);

        life.admitted().offered(Given.EAST).started().seen(Seen.allExited(1, 0)).released();
        assertThat(life.status()).isEqualTo(Status.SUCCEEDED);
    }

    @Test
    void aTakeOverBetweenTwoTasksDoesNotRunTheFirstAgain() {
        var life = Life.of(Given.pipeline(2)).admitted().offered(Given.EAST).started();
        life.seen(Seen.allExited(1, 0)).released();
        var stored = life.state();
        var after = Life.of(Given.pipeline(2)).inState(stored);

        assertThat(after.owes()).isEmpty();
        after.admitted().offered(Given.EAST).started();
        assertThat(after.state().task(0)).isEqualTo(stored.task(0));
        assertThat(after.state().task(1).ledger().lastAttempt()).isEqualTo(1);
    }

    @Test
    void theNextTaskIsAdmittedOnlyThroughTheQueue() {
        var life = Life.of(Given.pipeline(2));
        life.on(new JobEvent.Engine.Admitted(1));

        assertThat(life.state().task(1).phase()).isInstanceOf(Phase.Blocked.class);
    }

    @Test
    void aFailureCancelsTheRest() {
        var life = Life.of(Given.pipeline(3)).admitted().offered(Given.EAST).started();
        life.seen(Seen.allExited(1, 1)).seen(Seen.allExited(1, 1));
        life.on(new JobEvent.Report.Released(0, 1));

        assertThat(life.status()).isEqualTo(Status.FAILED);
        assertThat(Status.of(life.state().task(1))).isEqualTo(Status.CANCELLED);
        assertThat(Status.of(life.state().task(2))).isEqualTo(Status.CANCELLED);
    }

    @Test
    void maxWaitOfALaterTaskCountsFromItsTurn() {
        var limited = Given.limited(Given.maxWait(Duration.ofHours(1)));
        var life = Life.of(Given.job(Given.PLAIN, limited))
                .admitted()
                .offered(Given.EAST)
                .started();
        life.after(Duration.ofHours(5)).seen(Seen.allExited(1, 0)).released();

        assertThat(life.after(Duration.ofMinutes(59)).state().hasEnded()).isFalse();
        assertThat(life.after(Duration.ofMinutes(1)).status()).isEqualTo(Status.FAILED_NO_RESOURCE);
    }

    @Test
    void aTaskWithoutRunSucceedsAtOnceAndTheNextOneGoesOn() {
        var empty = new TaskFacts(
                "empty",
                false,
                false,
                Given.PLAIN.demand(),
                Given.PLAIN.recovery(),
                Given.PLAIN.limits(),
                Given.PLAIN.checkpointBuckets());
        var life = Life.of(Given.job(empty, Given.PLAIN)).admitted();

        assertThat(Status.of(life.state().task(0))).isEqualTo(Status.SUCCEEDED);
        assertThat(life.task()).isEqualTo(1);
        assertThat(life.phase()).isInstanceOf(Phase.Queued.class);
    }
}
