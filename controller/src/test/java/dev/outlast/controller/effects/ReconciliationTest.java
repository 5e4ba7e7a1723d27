package dev.outlast.controller.effects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outlast.controller.engine.LiveJob;
import dev.outlast.controller.lifecycle.Contact;
import dev.outlast.controller.lifecycle.JobState;
import dev.outlast.controller.lifecycle.Live;
import dev.outlast.controller.lifecycle.Phase;
import dev.outlast.core.checkpoint.ResumePoint;
import dev.outlast.core.cluster.ClusterHandle;
import dev.outlast.core.cluster.ClusterRequest;
import dev.outlast.core.cluster.NodeShape;
import dev.outlast.core.cluster.Offer;
import dev.outlast.core.cluster.Place;
import dev.outlast.core.job.JobId;
import dev.outlast.core.job.Token;
import dev.outlast.core.spi.LauncherException;
import dev.outlast.core.store.LeaderRow;
import dev.outlast.testkit.launcher.FakeCloud;
import dev.outlast.testkit.launcher.FakeLauncher;
import dev.outlast.testkit.launcher.FakeShelf;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// After a restore: who is adopted, who is released, and what is not touched.
final class ReconciliationTest {
    private static final Offer OFFER = new Offer(new Place("fake", "east", ""), "small", true, 1);
    private static final LeaderRow LEADER = new LeaderRow(7, 100, "mine", 2, 1, "me", 20);
    private static final LeaseCheck STANDS = new LeaseCheck() {
        @Override
        public boolean stands() {
            return true;
        }

        @Override
        public boolean epochStands() {
            return true;
        }
    };

    private final FakeCloud cloud = new FakeCloud(
            "fake", Set.of(), List.of(new FakeShelf(OFFER, new NodeShape(1, 1, "", 0), 100)), () -> Instant.EPOCH);
    private final Launchers launchers = new Launchers(Map.of("fake", new FakeLauncher(cloud)), 4);

    private ClusterHandle made(String installation, int incarnation, long job, int attempt, long epoch)
            throws LauncherException {
        var token = new Token(installation, incarnation, new JobId(job), 0, attempt);
        return new FakeLauncher(cloud).launch(new ClusterRequest(token, epoch, OFFER, 1, "name"));
    }

    private static LiveJob job(Phase phase, String parked) {
        var like = ActivationMakerTest.order(ActivationMakerTest.compiled("run: x\n", Map.of()))
                .job();
        return new LiveJob(
                like.facts(),
                "hash",
                like.taskIds(),
                0,
                1,
                0,
                new JobState(List.of(like.state().task(0).in(phase)), ""),
                parked,
                "");
    }

    private static Live live(ClusterHandle handle) {
        return new Live(1, OFFER, handle, new ResumePoint.Beginning());
    }

    private void reconcile(LiveJob... jobs) throws Exception {
        new Reconciliation(launchers, LEADER, STANDS, List.of(jobs))
                .run(round -> assertThat(round).isLessThan(10));
    }

    private List<ClusterHandle> left() {
        return cloud.clusters().stream().map(r -> r.handle()).toList();
    }

    @Test
    void whatTheBackupKnowsIsAdoptedAndTheRestIsReleased() throws Exception {
        var known = made("mine", 1, 7, 1, 3);
        made("mine", 1, 7, 2, 4);
        made("mine", 1, 19, 1, 9);
        var foreign = made("other", 1, 7, 2, 4);
        var own = made("mine", 2, 7, 3, 7);

        reconcile(job(new Phase.Running(live(known), Instant.EPOCH, new Contact.Good()), ""));

        assertThat(left()).containsExactlyInAnyOrder(known, foreign, own);
    }

    @Test
    void whatWasNotToldYetWhatToRunIsReleased() throws Exception {
        var inert = made("mine", 1, 7, 1, 3);

        reconcile(job(new Phase.Activating(live(inert), Instant.EPOCH, 0, Instant.EPOCH), ""));

        assertThat(left()).isEmpty();
    }

    @Test
    void aParkedJobsClustersAreLeftAlone() throws Exception {
        var parked = made("mine", 1, 7, 4, 3);
        made("mine", 1, 8, 4, 3);

        reconcile(job(new Phase.Queued(Instant.EPOCH), "a bug"));

        assertThat(left()).containsExactly(parked);
    }

    @Test
    void itDoesNotEndBeforeEveryLauncherHasAnswered() throws Exception {
        made("mine", 1, 7, 1, 3);
        cloud.faults().failCalls(3);
        var rounds = new int[1];

        new Reconciliation(launchers, LEADER, STANDS, List.of()).run(round -> rounds[0] = round);

        assertThat(rounds[0]).isPositive();
        assertThat(left()).isEmpty();
    }

    @Test
    void somebodyAheadStopsEverything() throws Exception {
        made("mine", 2, 7, 1, 8);
        var earlier = made("mine", 1, 7, 1, 1);

        assertThatThrownBy(() -> reconcile()).isInstanceOf(AheadOfUs.class).hasMessageContaining("epoch 8");
        assertThat(left()).contains(earlier);
    }
}
