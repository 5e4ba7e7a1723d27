package dev.outlast.controller.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outlast.controller.lifecycle.Effect;
import dev.outlast.controller.lifecycle.JobEvent;
import dev.outlast.controller.lifecycle.Phase;
import dev.outlast.core.cluster.Offer;
import dev.outlast.core.cluster.RankReport;
import dev.outlast.core.job.Fault;
import dev.outlast.core.job.JobId;
import dev.outlast.recovery.Admission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Effects, idempotency keys, learned refusals, limits and take-over.
final class HandingOverTest {
    private final Bench bench = new Bench();
    private final List<Reply.Answer> answers = new ArrayList<>();

    @Test
    void twoEqualSubmitsInFlightAtOnceMakeOneJob() throws Exception {
        bench.step(bench.submit("k", "body", answers::add), bench.submit("k", "body", a -> answers.add(a)));

        assertThat(answers)
                .containsExactly(
                        new Reply.Answer.Done(List.of(new JobId(1)), false),
                        new Reply.Answer.Done(List.of(new JobId(1)), true));
        assertThat(bench.store.leader().lastJobId()).isEqualTo(1);
    }

    @Test
    void theSameKeyInALaterBatchIsReplayed() throws Exception {
        bench.step(bench.submit("k", "body", answers::add)).step(bench.submit("k", "body", answers::add));

        assertThat(answers).last().isEqualTo(new Reply.Answer.Done(List.of(new JobId(1)), true));
    }

    @Test
    void whoNoLongerLeadsGivesNoAnswerFromMemory() throws Exception {
        bench.step(bench.submit("k", "body", answers::add));
        bench.store.takeLead("other");

        assertThatThrownBy(() -> bench.step(bench.submit("k", "body", answers::add)))
                .isInstanceOf(LostLeadership.class);
        assertThat(answers).hasSize(1);
    }

    @Test
    void theSameKeyForSomethingElseIsAMistake() throws Exception {
        bench.step(bench.submit("k", "body", answers::add)).step(bench.submit("k", "other", answers::add));

        assertThat(answers).last().isEqualTo(new Reply.Answer.KeyReused());
    }

    @Test
    void anEffectIsHandedOverOncePerLeadership() throws Exception {
        var id = bench.submitted();
        bench.step(Bench.of(id, new JobEvent.Engine.Tick())).step(Bench.of(id, new JobEvent.Engine.Tick()));

        assertThat(bench.handed(id)).hasSize(1).first().isInstanceOf(Effect.FindOffers.class);
    }

    @Test
    void theSweepHandsOverWhatIsStillOwed() throws Exception {
        var id = bench.submitted();
        bench.step(new Input.Sweep());

        assertThat(bench.handed(id)).hasSize(2);
        assertThat(bench.handed(id).get(1).key())
                .isEqualTo(bench.handed(id).get(0).key());
    }

    @Test
    void aTakeOverIssuesAgainWhatIsOwedUnderTheNewEpoch() throws Exception {
        var id = bench.submitted();
        bench.step(Bench.offers(id, 1, Bench.EAST));
        var before = bench.handed.getLast();
        var live = bench.job(id);
        bench.handed.clear();
        bench.lead().takeUp(List.of(live), bench.store.attempts(id));

        assertThat(bench.handed).singleElement().satisfies(order -> {
            assertThat(order.effect()).isEqualTo(before.effect());
            assertThat(order.token()).isEqualTo(before.token());
            assertThat(order.epoch()).isEqualTo(before.epoch() + 1);
        });
    }

    @Test
    void nWaitingJobsMakeOneProbePerBackOff() throws Exception {
        var ids = new ArrayList<JobId>();
        for (int i = 0; i < 20; i++) {
            ids.add(bench.submitted());
        }
        bench.step(Bench.offers(ids.getFirst(), 1, Bench.EAST));
        bench.step(refused(ids.getFirst(), 1));
        bench.step(answersFor(ids, Bench.EAST)).settle();
        assertThat(launches(ids)).isEqualTo(1);

        bench.later(Duration.ofMinutes(10)).settle();
        bench.step(answersFor(ids, Bench.EAST)).settle();
        assertThat(launches(ids)).isEqualTo(2);
    }

    @Test
    void aProbeThatIsCancelledLetsTheNextOneProbe() throws Exception {
        var first = bench.submitted();
        bench.step(Bench.offers(first, 1, Bench.EAST)).step(refused(first, 1));
        bench.step(Bench.offers(first, 2, Bench.EAST))
                .later(Duration.ofMinutes(10))
                .settle();
        bench.step(Bench.offers(first, 2, Bench.EAST));
        assertThat(bench.job(first).state().task(0).phase()).isInstanceOf(Phase.Launching.class);
        bench.step(new Input.Cancel(List.of(first), "ann", answers::add));

        var second = bench.submitted();
        bench.step(Bench.offers(second, 1, Bench.EAST));
        assertThat(bench.job(second).state().task(0).phase()).isInstanceOf(Phase.Launching.class);
    }

    @Test
    void aPlacesLimitHoldsWithinOneBatch() throws Exception {
        bench.limits = new Admission.Limits(100, 100, Map.of("fake/east", 2));
        var ids = new ArrayList<JobId>();
        for (int i = 0; i < 5; i++) {
            ids.add(bench.submitted());
        }
        bench.step(answersFor(ids, Bench.EAST));

        assertThat(launches(ids)).isEqualTo(2);
    }

    @Test
    void theTotalLimitAdmitsByPriorityThenId() throws Exception {
        bench.limits = new Admission.Limits(1, 10, Map.of());
        var first = bench.submitted();
        var second = bench.submitted();
        var third = bench.submitted();

        assertThat(bench.handed(second)).isEmpty();
        assertThat(bench.engine().ahead(bench.job(third), 0)).isEqualTo(1);
        bench.step(new Input.Cancel(List.of(first), "ann", answers::add)).settle();
        assertThat(bench.handed(second)).isNotEmpty();
        assertThat(bench.handed(third)).isEmpty();
    }

    @Test
    void anEndedJobLeavesTheMemory() throws Exception {
        var id = bench.running();
        bench.step(Bench.observed(id, 1, Bench.up(new RankReport.Phase.Exited(false, 0, false))));
        bench.step(Bench.of(id, new JobEvent.Report.Released(0, 1)));

        assertThat(bench.jobs().find(id)).isEmpty();
        assertThat(bench.status(id)).isEqualTo("SUCCEEDED");
        assertThat(bench.store.live(0, 10)).isEmpty();
    }

    @Test
    void anAttemptWhoseLaunchIsUnknownKeepsItsRecord() throws Exception {
        var id = bench.submitted();
        bench.step(Bench.offers(id, 1, Bench.EAST))
                .later(Duration.ofMinutes(10))
                .settle();
        bench.step(Bench.of(id, new JobEvent.Report.Released(0, 1)));

        assertThat(bench.store.attempts(id)).singleElement().satisfies(row -> {
            assertThat(row.fault()).contains(Fault.PROVIDER);
            assertThat(row.endedAt()).isPresent();
            assertThat(row.releasedAt()).isPresent();
            assertThat(row.launchedAt()).isBefore(row.endedAt().orElseThrow());
        });
    }

    @Test
    void aRemovalThatIsStillOwedIsNotRecordedAsDone() throws Exception {
        var id = bench.running();
        bench.step(Bench.observed(id, 1, Bench.up(new RankReport.Phase.Exited(false, 0, false))));
        for (int i = 0; i < 3; i++) {
            bench.step(Bench.of(id, new JobEvent.Report.ReleaseFailed(0, 1, "away")));
        }
        assertThat(bench.status(id)).isEqualTo("SUCCEEDED");
        assertThat(bench.store.attempts(id))
                .singleElement()
                .satisfies(row -> assertThat(row.releasedAt()).isEmpty());

        bench.step(Bench.of(id, new JobEvent.Report.Released(0, 1)));
        assertThat(bench.store.attempts(id))
                .singleElement()
                .satisfies(row -> assertThat(row.releasedAt()).isPresent());
        assertThat(bench.jobs().find(id)).isEmpty();
    }

    private static Input refused(JobId id, int attempt) {
        return Bench.of(id, new JobEvent.Report.LaunchFailed(0, attempt, Fault.CAPACITY, true, "full"));
    }

    private Input[] answersFor(List<JobId> ids, Offer offer) {
        return ids.stream()
                .map(id ->
                        Bench.offers(id, bench.job(id).state().task(0).ledger().lastAttempt() + 1, offer))
                .toArray(Input[]::new);
    }

    private long launches(List<JobId> ids) {
        return ids.stream()
                .flatMap(id -> bench.handed(id).stream())
                .filter(e -> e instanceof Effect.Launch)
                .count();
    }
}
