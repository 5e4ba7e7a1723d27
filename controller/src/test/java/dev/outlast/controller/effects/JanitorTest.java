package dev.outlast.controller.effects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.outlast.checkpointing.store.ResumeFinder;
import dev.outlast.controller.engine.Jobs;
import dev.outlast.core.cluster.ClusterHandle;
import dev.outlast.core.cluster.ClusterRequest;
import dev.outlast.core.cluster.NodeShape;
import dev.outlast.core.cluster.Offer;
import dev.outlast.core.cluster.OwnedResource;
import dev.outlast.core.cluster.Place;
import dev.outlast.core.job.JobId;
import dev.outlast.core.job.Token;
import dev.outlast.core.spi.LauncherException;
import dev.outlast.core.store.LeaderRow;
import dev.outlast.core.store.StoreException;
import dev.outlast.recovery.OrphanWatch.Standing;
import dev.outlast.testkit.launcher.FakeCloud;
import dev.outlast.testkit.launcher.FakeLauncher;
import dev.outlast.testkit.launcher.FakeShelf;
import dev.outlast.testkit.store.InMemoryStore;
import dev.outlast.testkit.store.SampleRows;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the janitor ends, what it leaves, and whom it yields to, over a provider in memory.
final class JanitorTest {
    private static final Offer OFFER = new Offer(new Place("fake", "east", ""), "small", true, 1);
    private static final Duration DEADLINE = Duration.ofMinutes(10);

    private final FakeCloud cloud = new FakeCloud(
            "fake", Set.of(), List.of(new FakeShelf(OFFER, new NodeShape(1, 1, "", 0), 100)), () -> Instant.EPOCH);
    private final Launchers launchers = new Launchers(Map.of("fake", new FakeLauncher(cloud)), 4);
    private final InMemoryStore store = new InMemoryStore();
    private Instant now = Instant.parse("2026-11-21T08:00:00Z");
    private boolean stands = true;
    private LeaderRow leader = new LeaderRow(0, 0, "none", 1, 1, "", 0);

    private final LeaseCheck lease = new LeaseCheck() {
        @Override
        public boolean stands() {
            return stands;
        }

        @Override
        public boolean epochStands() {
            return stands;
        }
    };

    private final EffectHands hands = new EffectHands(
            new Performer(
                    launchers,
                    new ResumeFinder(List.of()),
                    (order, resume) -> {
                        throw new AssertionError("nothing is activated here");
                    },
                    (order, release) -> {},
                    lease),
            launchers,
            lease,
            (job, event) -> {},
            handle -> {},
            System::nanoTime,
            DEADLINE,
            new FirstLooks());

    @BeforeEach
    void lead() throws StoreException {
        store.takeLead("me");
        for (int i = 1; i <= 3; i++) {
            ended(i);
        }
        leader = store.leader();
    }

    /// A job that is over, with one attempt.
    private void ended(long job) throws StoreException {
        store.commit(SampleRows.after(store.leader())
                .with(SampleRows.job(job, "train", "ann", "SUCCEEDED", false))
                .with(SampleRows.attempt(job, 1))
                .build());
    }

    private Janitor janitor() {
        return new Janitor(launchers, leader, hands, new Jobs(), store, DEADLINE, () -> now);
    }

    private ClusterHandle made(String installation, int incarnation, long job, int attempt, long epoch)
            throws LauncherException {
        var token = new Token(installation, incarnation, new JobId(job), 0, attempt);
        return new FakeLauncher(cloud).launch(new ClusterRequest(token, epoch, OFFER, 1, "name"));
    }

    private List<ClusterHandle> left() {
        return cloud.clusters().stream().map(OwnedResource::handle).toList();
    }

    private Janitor.Report lookLater(Janitor janitor, Duration later) throws AheadOfUs {
        now = now.plus(later);
        return janitor.look();
    }

    @Test
    void whatNobodyAnswersForAtTwoLooksIsReleasedAndNothingForeignIs() throws Exception {
        var orphan = made(leader.installation(), 1, 2, 1, 1);
        var foreign = made("other", 1, 2, 1, 99);
        var janitor = janitor();

        var first = janitor.look();
        assertThat(first.things()).singleElement().satisfies(thing -> {
            assertThat(thing.resource().handle()).isEqualTo(orphan);
            assertThat(thing.orphan()).isFalse();
        });
        assertThat(first.providers()).containsExactly(new Janitor.Asked("fake", 1, 1, ""));
        lookLater(janitor, DEADLINE);
        assertThat(left()).containsExactlyInAnyOrder(orphan, foreign);
        assertThat(lookLater(janitor, DEADLINE).things()).singleElement().matches(Janitor.Thing::orphan);
        await().until(() -> janitor.last().released() == 1);
        assertThat(left()).containsExactly(foreign);
    }

    @Test
    void anotherLeadersLooksDoNotCount() throws Exception {
        var thing = made(leader.installation(), 1, 2, 1, 1);
        janitor().look();

        lookLater(janitor(), DEADLINE.multipliedBy(3));

        assertThat(left()).containsExactly(thing);
    }

    @Test
    void aLauncherThatDoesNotAnswerProvesNothing() throws Exception {
        var thing = made(leader.installation(), 1, 2, 1, 1);
        var janitor = janitor();
        cloud.faults().failCalls(1);
        assertThat(janitor.look().providers().getFirst().problem()).isNotEmpty();

        lookLater(janitor, DEADLINE.multipliedBy(3));
        assertThat(left()).containsExactly(thing);
    }

    @Test
    void aStoreThatDoesNotAnswerProvesNothing() throws Exception {
        made(leader.installation(), 1, 2, 1, 1);
        store.awayFor(1_000);
        var janitor = janitor();

        assertThat(janitor.look().things()).singleElement().matches(t -> t.standing() == Standing.UNREADABLE);
        assertThat(lookLater(janitor, DEADLINE.multipliedBy(3)).things()).noneMatch(Janitor.Thing::orphan);
    }

    @Test
    void withoutALeaseNothingIsReleased() throws Exception {
        var orphan = made(leader.installation(), 1, 2, 1, 1);
        var janitor = janitor();
        janitor.look();
        stands = false;

        assertThat(lookLater(janitor, DEADLINE.multipliedBy(2)).things()).anyMatch(Janitor.Thing::orphan);
        await().until(() -> hands.inFlight() == 0);
        assertThat(left()).containsExactly(orphan);
    }

    @Test
    void whoIsBehindYieldsAndTouchesNothing() throws Exception {
        var earlier = made(leader.installation(), 1, 2, 1, 1);
        made(leader.installation(), 2, 2, 1, 1);

        assertThatThrownBy(() -> janitor().look()).isInstanceOf(AheadOfUs.class);
        assertThat(left()).contains(earlier);
    }

    /// Two controllers on two copies of one directory: both lead, with the same epoch. The one that gave fewer numbers
    /// finds one that it never gave.
    @Test
    void aCopyThatWasStartedTooIsFoundByItsNumbers() throws Exception {
        made(leader.installation(), 1, 4, 1, leader.epoch());

        assertThatThrownBy(() -> janitor().look())
                .isInstanceOf(AheadOfUs.class)
                .hasMessageContaining("a number that this store never gave");
    }
}
