package dev.outlast.controller.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outlast.core.job.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Cancel is final: no later attempt, and nothing left.
final class CancelTest {
    static Stream<Phase> phases() {
        return Samples.phases().values().stream().flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("phases")
    void noPhaseLeadsToAnotherAttemptAfterACancel(Phase phase) {
        for (var facts : Samples.facts()) {
            var life = Life.of(facts)
                    .inState(new JobState(List.of(Samples.task(phase)), ""))
                    .cancelled();
            var seen = new ArrayList<Phase>();
            for (var in : Samples.situations()) {
                Samples.events(Math.max(1, Samples.current(life.taskState())), in.now()).values().stream()
                        .flatMap(List::stream)
                        .forEach(event -> seen.add(Lifecycle.decide(Given.job(facts), life.state(), event, in)
                                .next()
                                .task(0)
                                .phase()));
            }
            assertThat(seen).allMatch(p -> p instanceof Phase.Releasing || p instanceof Phase.Ended);
        }
    }

    @ParameterizedTest
    @MethodSource("phases")
    void everyPhaseComesToAnEnd(Phase phase) {
        var life = Life.of(Given.PLAIN).inState(new JobState(List.of(Samples.task(phase)), ""));
        var wasOver =
                phase instanceof Phase.Ended || (phase instanceof Phase.Releasing s && s.after() instanceof After.End);
        life.cancelled();
        if (life.phase() instanceof Phase.Releasing) {
            assertThat(life.owes()).singleElement().isInstanceOf(Effect.Release.class);
            life.released();
        }

        assertThat(life.state().hasEnded()).isTrue();
        if (!wasOver) {
            assertThat(life.status()).isEqualTo(Status.CANCELLED);
        }
    }

    @Test
    void aSecondCancelChangesNothing() {
        var life = Life.running(Given.PLAIN).cancelled();
        var once = life.state();

        assertThat(life.cancelled().state()).isEqualTo(once);
    }

    @Test
    void aCancelWhileALaunchIsInFlightReleasesItByToken() {
        var life = Life.of(Given.PLAIN).admitted().offered(Given.EAST).cancelled();

        assertThat(life.owes())
                .singleElement()
                .isInstanceOfSatisfying(
                        Effect.Release.class, r -> assertThat(r.held()).isEqualTo(new Held.ByToken()));
        assertThat(life.status()).isEqualTo(Status.CANCELLING);
    }

    @Test
    void aLaunchThatAnswersAfterTheCancelIsReleasedByItsHandle() {
        var life =
                Life.of(Given.PLAIN).admitted().offered(Given.EAST).cancelled().launched();

        assertThat(life.owes())
                .singleElement()
                .isInstanceOfSatisfying(
                        Effect.Release.class, r -> assertThat(r.held()).isEqualTo(new Held.ByHandle(Life.handle(1))));
        assertThat(life.released().status()).isEqualTo(Status.CANCELLED);
    }

    @Test
    void aCancelAfterTheLastExitDoesNotChangeTheOutcome() {
        var life =
                Life.running(Given.PLAIN).seen(Seen.allExited(1, 0)).cancelled().released();

        assertThat(life.status()).isEqualTo(Status.SUCCEEDED);
    }

    @Test
    void aCancelDuringTheReleaseOfALostAttemptEndsTheTask() {
        var life = Life.running(Given.PLAIN)
                .seen(Seen.gone(Fault.NODE_LOST))
                .cancelled()
                .released();

        assertThat(life.status()).isEqualTo(Status.CANCELLED);
    }

    @Test
    void aCancelOfAPipelineEndsAllItsTasks() {
        var life = Life.of(Given.pipeline(3))
                .admitted()
                .offered(Given.EAST)
                .started()
                .cancelled();
        life.on(new JobEvent.Report.Released(0, 1));

        assertThat(life.state().tasks())
                .allMatch(t -> t.phase() instanceof Phase.Ended e && e.outcome() instanceof Outcome.Cancelled);
    }

    @Test
    void whoAskedIsRemembered() {
        assertThat(Life.running(Given.PLAIN).cancelled().released().state().cancelledBy())
                .isEqualTo("ann");
    }
}
