package dev.outlast.controller.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outlast.core.job.Fault;
import dev.outlast.recovery.BackoffPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class WakingTest {
    @Test
    void aDueEffectDoesNotHideALaterLimit() {
        var life = Life.of(Given.limited(Given.maxWait(Duration.ofHours(1)))).admitted();

        assertThat(life.phase()).isInstanceOf(Phase.Placing.class);
        assertThat(wake(life)).contains(Given.START.plus(Duration.ofHours(1)));
    }

    @Test
    void aLeftoverOfAnEarlierAttemptDoesNotHideSilence() {
        var limits = Given.relaunchAfter(Duration.ofMinutes(5));
        var life = Life.running(Given.limited(limits)).seen(Seen.unknown());
        var owing = life.taskState().owing(new Leftover(9, "fake", new Held.ByToken(), 1, Given.START));

        assertThat(wake(life.inState(life.state().with(0, owing)))).contains(Given.START.plus(Duration.ofMinutes(5)));
    }

    @Test
    void whatIsNotYetDueWakes() {
        var life = Life.running(Given.PLAIN).seen(Seen.preempted()).releaseFailed();

        assertThat(wake(life)).contains(((Phase.Releasing) life.phase()).notBefore());
    }

    @Test
    void aLimitInThePastWantsATickAtOnce() {
        var life = Life.of(Given.PLAIN)
                .with(BackoffPolicy.NONE)
                .admitted()
                .closed(Given.EAST)
                .offered(Given.EAST);

        assertThat(life.phase()).isInstanceOf(Phase.Backoff.class);
        assertThat(wake(life)).contains(life.now());
    }

    @Test
    void aRunningJobWithoutLimitsWantsNothing() {
        assertThat(wake(Life.running(Given.PLAIN))).isEmpty();
    }

    private static Optional<Instant> wake(Life life) {
        return Lifecycle.wakeAt(life.facts(), life.state(), life.now(), Situation.Policies.DEFAULT);
    }

    @Test
    void theFirstOfSeveralTasksDecides() {
        var facts = Given.pipeline(2);
        var early = new Phase.Backoff(Given.START.plusSeconds(5), Fault.CAPACITY, "");
        var late = new Phase.Backoff(Given.START.plusSeconds(9), Fault.CAPACITY, "");
        var begun = Lifecycle.begin(facts);
        var state = new JobState(List.of(begun.task(0).in(late), begun.task(1).in(early)), "");

        assertThat(Lifecycle.wakeAt(facts, state, Given.START, Situation.Policies.DEFAULT))
                .contains(early.until());
    }
}
