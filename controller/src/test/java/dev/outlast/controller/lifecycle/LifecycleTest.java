package dev.outlast.controller.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What holds for every phase, event and situation.
final class LifecycleTest {
    private record Case(TaskFacts facts, TaskState task, JobEvent event, Situation in) {
        Decision decide() {
            return Lifecycle.decide(Given.job(facts), new JobState(List.of(task), ""), event, in);
        }
    }

    @Test
    void decideIsTotal() {
        for (var one : cases(0)) {
            assertThatCode(one::decide).as(one::toString).doesNotThrowAnyException();
        }
    }

    @Test
    void owesAndWakeAtAreTotal() {
        for (var one : cases(0)) {
            var next = one.decide().next();
            var facts = Given.job(one.facts());
            assertThatCode(() -> {
                        Lifecycle.owes(facts, next, one.in().now());
                        Lifecycle.wakeAt(facts, next, one.in().now(), one.in().policies());
                    })
                    .as(one::toString)
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void anEndIsTheEnd() {
        for (var one : cases(0)) {
            if (one.task().hasEnded()) {
                assertThat(one.decide()).as(one::toString).satisfies(d -> {
                    assertThat(d.next().task(0)).isEqualTo(one.task());
                    assertThat(d.notes()).isEmpty();
                });
            }
        }
    }

    @Test
    void wordsOfAnotherAttemptChangeNothing() {
        for (int other : List.of(-1, 1, 7)) {
            for (var one : cases(other)) {
                if (one.event() instanceof JobEvent.Report) {
                    assertThat(one.decide().next().task(0)).as(one::toString).isEqualTo(one.task());
                }
            }
        }
    }

    @Test
    void wordsOfATaskThatIsNotThereChangeNothing() {
        for (var one : cases(0)) {
            var report = new JobEvent.Report.Released(5, Samples.ATTEMPT);
            assertThat(new Case(one.facts(), one.task(), report, one.in())
                            .decide()
                            .next()
                            .task(0))
                    .isEqualTo(one.task());
        }
    }

    @Test
    void anAttemptNumberNeverFallsAndANewAttemptHasANewOne() {
        for (var one : cases(0)) {
            var before = one.task().ledger().lastAttempt();
            var after = one.decide().next().task(0);
            assertThat(after.ledger().lastAttempt()).as(one::toString).isGreaterThanOrEqualTo(before);
            if (after.phase() instanceof Phase.Launching s && !(one.task().phase() instanceof Phase.Launching)) {
                assertThat(s.attempt()).as(one::toString).isEqualTo(before + 1);
            }
        }
    }

    @Test
    void aClusterIsLeftOnlyThroughReleasing() {
        for (var one : cases(0)) {
            var before = one.task().phase();
            var after = one.decide().next().task(0).phase();
            if (hasCluster(before) && !hasCluster(after)) {
                assertThat(after).as(one::toString).isInstanceOf(Phase.Releasing.class);
            }
        }
    }

    @Test
    void onlyTheUsersOwnFailureSpendsTheErrorBudget() {
        for (var one : cases(0)) {
            if (one.decide().next().task(0).ledger().userErrors() > 0) {
                assertThat(one.event()).as(one::toString).isInstanceOf(JobEvent.Report.Observed.class);
            }
        }
    }

    @Test
    void theSameStateOwesTheSame() {
        for (var one : cases(0)) {
            var state = new JobState(List.of(one.task()), "");
            var facts = Given.job(one.facts());
            var first = Lifecycle.owes(facts, state, one.in().now());
            assertThat(Lifecycle.owes(facts, state, one.in().now())).isEqualTo(first);
            assertThat(new HashSet<>(first.stream().map(Effect::key).toList())).hasSameSizeAs(first);
        }
    }

    @Test
    void everyStateThatWaitsForAnAnswerOwesTheQuestionOrWakes() {
        for (var one : cases(0)) {
            var phase = one.task().phase();
            var waitsForUs = phase instanceof Phase.Placing
                    || phase instanceof Phase.Launching
                    || phase instanceof Phase.Activating
                    || phase instanceof Phase.Draining
                    || phase instanceof Phase.Releasing
                    || phase instanceof Phase.Backoff;
            if (waitsForUs) {
                var state = new JobState(List.of(one.task()), "");
                var facts = Given.job(one.facts());
                var now = one.in().now();
                assertThat(!Lifecycle.owes(facts, state, now).isEmpty()
                                || Lifecycle.wakeAt(facts, state, now, one.in().policies())
                                        .isPresent())
                        .as(one::toString)
                        .isTrue();
            }
        }
    }

    private static boolean hasCluster(Phase phase) {
        return phase instanceof Phase.Activating
                || phase instanceof Phase.Preparing
                || phase instanceof Phase.Running
                || phase instanceof Phase.Judging
                || phase instanceof Phase.Draining;
    }

    /// @param off how far the attempt that is spoken of is from the one the task listens to
    private static List<Case> cases(int off) {
        var all = new ArrayList<Case>();
        for (var facts : Samples.facts()) {
            for (var in : Samples.situations()) {
                Samples.phases().values().stream().flatMap(List::stream).forEach(phase -> {
                    var task = Samples.task(phase);
                    Samples.events(Samples.current(task) + off, in.now()).values().stream()
                            .flatMap(List::stream)
                            .forEach(event -> all.add(new Case(facts, task, event, in)));
                });
            }
        }
        return all;
    }
}
