package dev.outlast.controller.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outlast.core.job.Fault;
import java.time.Duration;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

/// The outcome and the clean-up are two things.
final class ReleaseTest {
    @Test
    void aReleaseThatFailsForEverKeepsTheSuccess() {
        var life = Life.running(Given.PLAIN).seen(Seen.allExited(1, 0));
        for (int i = 0; i < 100; i++) {
            life.releaseFailed().later(Duration.ofMinutes(10));
        }

        assertThat(life.status()).isEqualTo(Status.SUCCEEDED);
        assertThat(life.owes()).singleElement().isInstanceOf(Effect.Release.class);
    }

    @Test
    void aReleaseThatFailsForEverKeepsTheCancel() {
        var life = Life.running(Given.PLAIN).cancelled();
        for (int i = 0; i < 10; i++) {
            life.releaseFailed();
        }

        assertThat(life.status()).isEqualTo(Status.CANCELLED);
    }

    @Test
    void theJanitorIsDoneOnceTheClusterIsGone() {
        var life = Life.running(Given.PLAIN).seen(Seen.allExited(1, 0));
        life.releaseFailed().releaseFailed().releaseFailed();
        life.on(new JobEvent.Report.Released(0, 1));

        assertThat(life.state().task(0).leftovers()).isEmpty();
        assertThat(life.owes()).isEmpty();
        assertThat(life.status()).isEqualTo(Status.SUCCEEDED);
    }

    @Test
    void everyTryHasARoundOfItsOwn() {
        var life = Life.running(Given.PLAIN).seen(Seen.allExited(1, 0));
        var keys = new HashSet<Effect.Key>();
        for (int i = 0; i < 12; i++) {
            assertThat(keys.add(
                            life.later(Duration.ofMinutes(10)).owes().getFirst().key()))
                    .isTrue();
            life.on(new JobEvent.Report.ReleaseFailed(0, 1, "away"));
        }
    }

    @Test
    void anActivatedClusterIsNeverLeftBehindByARetry() {
        var life = Life.running(Given.PLAIN).seen(Seen.gone(Fault.NODE_LOST));
        for (int i = 0; i < 50; i++) {
            life.releaseFailed();
            assertThat(life.phase()).isInstanceOf(Phase.Releasing.class);
        }
    }

    @Test
    void anInertOneThatWasNeverSeenDoesNotHoldUpTheNextAttempt() {
        var life = Life.of(Given.PLAIN).admitted().offered(Given.EAST).launchFailed(Fault.PROVIDER, false);
        life.releaseFailed().releaseFailed().releaseFailed();

        assertThat(life.phase()).isNotInstanceOf(Phase.Releasing.class);
        assertThat(life.taskState().leftovers())
                .singleElement()
                .satisfies(l -> assertThat(l.attempt()).isEqualTo(1));
    }

    @Test
    void aLeftoverThatComesUpLateIsRemovedByItsHandle() {
        var life = Life.of(Given.PLAIN).admitted().offered(Given.EAST).launchFailed(Fault.PROVIDER, false);
        life.releaseFailed().releaseFailed().releaseFailed();
        life.on(new JobEvent.Report.Launched(0, 1, Life.handle(1)));

        assertThat(life.taskState().leftovers())
                .singleElement()
                .satisfies(l -> assertThat(l.held()).isEqualTo(new Held.ByHandle(Life.handle(1))));
    }
}
