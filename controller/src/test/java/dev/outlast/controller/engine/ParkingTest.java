package dev.outlast.controller.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outlast.controller.lifecycle.Effect;
import dev.outlast.controller.lifecycle.JobEvent;
import dev.outlast.controller.lifecycle.JobState;
import dev.outlast.controller.lifecycle.Lifecycle;
import dev.outlast.controller.lifecycle.Phase;
import dev.outlast.core.cluster.RankReport;
import dev.outlast.core.job.JobId;
import dev.outlast.core.store.EventCursor;
import dev.outlast.recovery.Admission;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// A bug costs one job.
final class ParkingTest {
    private final Bench bench = new Bench();
    private final List<Reply.Answer> answers = new ArrayList<>();
    private final Set<JobId> broken = new HashSet<>();

    ParkingTest() {
        bench.decider = (facts, state, event, in) -> {
            if (broken.contains(facts.id()) && event instanceof JobEvent.Report.Observed) {
                throw new IllegalStateException("planted");
            }
            return Lifecycle.decide(facts, state, event, in);
        };
    }

    @Test
    void aJobOnWhichDecideThrowsIsParkedAndTheOthersDoNotNotice() throws Exception {
        var good = bench.running();
        var bad = bench.running();
        broken.add(bad);
        bench.step(exit(bad), exit(good), bench.submit(answers::add), Bench.of(good, new JobEvent.Engine.Tick()));

        assertThat(bench.job(bad).parked()).contains("planted");
        assertThat(bench.store.job(bad).orElseThrow().parked()).contains("planted");
        assertThat(bench.job(bad).state().task(0).phase()).isInstanceOf(Phase.Running.class);
        assertThat(bench.job(good).state().task(0).phase()).isInstanceOf(Phase.Releasing.class);
        assertThat(answers).containsExactly(new Reply.Answer.Done(List.of(new JobId(3)), false));
        assertThat(bench.alarms).containsExactly("parked job " + bad);
        assertThat(bench.store.events(bad, EventCursor.START, 100))
                .last()
                .satisfies(e -> assertThat(e.kind()).isEqualTo("parked"));
    }

    @Test
    void aParkedJobsClusterIsLeftAlone() throws Exception {
        parked();
        bench.handed.clear();
        bench.step(new Input.Sweep()).settle();

        assertThat(bench.handed).isEmpty();
    }

    @Test
    void aParkedJobHearsNothingAndPromisesNoCancel() throws Exception {
        var bad = parked();
        bench.step(exit(bad), new Input.Cancel(List.of(bad), "ann", answers::add));

        assertThat(answers).containsExactly(new Reply.Answer.Done(List.of(), false));
        assertThat(bench.job(bad).state().task(0).phase()).isInstanceOf(Phase.Running.class);
    }

    @Test
    void anUnparkedJobGoesOn() throws Exception {
        var bad = parked();
        broken.clear();
        bench.step(new Input.Unpark(bad, answers::add));
        assertThat(bench.job(bad).isParked()).isFalse();
        assertThat(answers).containsExactly(new Reply.Answer.Done(List.of(bad), false));

        bench.step(exit(bad));
        assertThat(bench.handed(bad)).last().isInstanceOf(Effect.Release.class);
    }

    @Test
    void unparkingAHealthyJobDoesNothing() throws Exception {
        var id = bench.running();
        var before = bench.store.job(id);
        bench.step(new Input.Unpark(id, answers::add));

        assertThat(answers).containsExactly(new Reply.Answer.Done(List.of(), false));
        assertThat(bench.store.job(id)).isEqualTo(before);
    }

    @Test
    void aParkedQueuedJobDoesNotHoldItsPlaceInTheQueue() throws Exception {
        bench.decider = (facts, state, event, in) -> {
            if (facts.id().value() == 1 && event instanceof JobEvent.Engine.Admitted) {
                throw new IllegalStateException("planted");
            }
            return Lifecycle.decide(facts, state, event, in);
        };
        bench.limits = new Admission.Limits(1, 1, Map.of());
        var first = bench.submitted();
        var second = bench.submitted();

        assertThat(bench.job(first).isParked()).isTrue();
        assertThat(bench.job(second).state().task(0).phase()).isInstanceOf(Phase.Placing.class);
    }

    @Test
    void aCodecThatThrowsParksTheJobInItsOldState() throws Exception {
        bench.texts = throwingOn("Releasing");
        var id = bench.running();
        bench.step(exit(id));

        assertThat(bench.job(id).isParked()).isTrue();
        assertThat(bench.store.job(id).orElseThrow().state()).contains("Running");
    }

    @Test
    void aJobThatCannotBeWrittenAtAllKeepsItsRow() throws Exception {
        var rule = new ThrowingTexts();
        bench.texts = rule;
        var good = bench.running();
        var id = bench.running();
        var stored = bench.store.job(id).orElseThrow();
        rule.word = "data=" + id + "-1";
        bench.step(exit(id), exit(good));

        assertThat(bench.job(id).isParked()).isTrue();
        assertThat(bench.store.job(id).orElseThrow()).isEqualTo(stored);
        assertThat(bench.job(good).state().task(0).phase()).isInstanceOf(Phase.Releasing.class);
    }

    @Test
    void aSubmitThatCannotBeWrittenIsNotMadeAndTheOthersAre() throws Exception {
        bench.texts = throwingOn("poison");
        var poison = new NewJobs(
                Bench.jobs(1, Bench.plain()).spec(),
                "poison",
                "ann",
                0,
                List.of(Bench.plain()),
                1,
                List.of("poison"),
                0,
                _ -> "");
        bench.step(new Input.Submit(poison, "", "", answers::add), bench.submit(answers::add));

        assertThat(answers)
                .containsExactly(new Reply.Answer.Unknown(), new Reply.Answer.Done(List.of(new JobId(1)), false));
        assertThat(bench.store.job(new JobId(1)).orElseThrow().name()).isEqualTo("train");
    }

    @Test
    void secretsThatCannotBeSealedRefuseTheirSubmitOnly() throws Exception {
        var jobs = Bench.jobs(1, Bench.plain());
        var unsealed = new NewJobs(jobs.spec(), "train", "ann", 0, jobs.tasks(), 1, List.of(), 0, _ -> {
            throw new IllegalStateException("no key");
        });
        bench.step(new Input.Submit(unsealed, "", "", answers::add), bench.submit(answers::add));

        assertThat(answers.getFirst()).isEqualTo(new Reply.Answer.Unknown());
        assertThat(answers.getLast()).isInstanceOf(Reply.Answer.Done.class);
    }

    @Test
    void aJobThatCouldNotBeReadIsNeverTakenUpNorWritten() throws Exception {
        var id = bench.running();
        var stored = bench.store.job(id).orElseThrow();
        var live = bench.job(id);
        var unreadable = new LiveJob(
                live.facts(),
                live.specHash(),
                List.of(""),
                0,
                1,
                0,
                Lifecycle.begin(live.facts()),
                LiveJob.UNREADABLE + ": is: no such tag",
                "not what this version writes");
        bench.lead().takeUp(List.of(unreadable), List.of());
        bench.handed.clear();
        bench.step(new Input.Unpark(id, answers::add), new Input.Sweep()).settle();

        assertThat(answers).containsExactly(new Reply.Answer.Done(List.of(), false));
        assertThat(bench.handed).isEmpty();
        assertThat(bench.store.job(id).orElseThrow()).isEqualTo(stored);
    }

    private JobId parked() throws Exception {
        var bad = bench.running();
        broken.add(bad);
        bench.step(exit(bad));
        return bad;
    }

    private static Input exit(JobId id) {
        return Bench.observed(id, 1, Bench.up(new RankReport.Phase.Exited(false, 0, false)));
    }

    private static JobTexts throwingOn(String word) {
        var texts = new ThrowingTexts();
        texts.word = word;
        return texts;
    }

    /// Cannot write states or metas that hold a word.
    private static final class ThrowingTexts implements JobTexts {
        private final Bench.PlainTexts plain = new Bench.PlainTexts();
        private String word = "nothing that is written";

        @Override
        public String state(JobState state, String carried) {
            return checked(plain.state(state, carried));
        }

        @Override
        public String meta(List<String> taskIds, int jobRank, int numJobs, long retryOf) {
            return checked(plain.meta(taskIds, jobRank, numJobs, retryOf));
        }

        private String checked(String text) {
            if (text.contains(word)) {
                throw new IllegalStateException("cannot write " + word);
            }
            return text;
        }
    }
}
