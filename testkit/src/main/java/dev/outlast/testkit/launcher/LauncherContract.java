package dev.outlast.testkit.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.outlast.core.cluster.Capability;
import dev.outlast.core.cluster.ClusterHandle;
import dev.outlast.core.cluster.ClusterRequest;
import dev.outlast.core.cluster.Observation;
import dev.outlast.core.cluster.Offer;
import dev.outlast.core.cluster.RankReport.Phase;
import dev.outlast.core.job.Fault;
import dev.outlast.core.job.JobId;
import dev.outlast.core.job.Token;
import dev.outlast.core.spi.LauncherException;
import dev.outlast.core.spi.LogAccess;
import dev.outlast.core.spi.PushWatch;
import dev.outlast.core.spi.Rehearsal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/// What a launcher promises, tried in every [CallMode]. Extend it beside the launcher and bring a [LauncherBench].
///
/// The tests here are about capabilities: with one the promise is kept, without it the wish is refused. The life
/// of a
/// cluster, which is the same for all launchers, is in the class above.
public abstract class LauncherContract extends ClusterLifeContract {

    @Test
    void manyNodesAreOneClusterOrRefused() throws LauncherException {
        if (!can(Capability.MULTI_NODE)) {
            var one = request(token(1), 1, 1);
            assertRefused(
                    Fault.CONFIG, () -> launcher().launch(new ClusterRequest(token(1), 1, one.offer(), 3, "three")));
            return;
        }
        var handle = launcher().launch(request(token(1), 1, 3));
        launcher().activate(handle, bench().activation(token(1), 1, Script.succeeding()));

        awaitPhase(handle, "all exit 0", new Phase.Exited(false, 0, false)::equals);
        assertThat(look(handle))
                .isInstanceOfSatisfying(
                        Observation.Up.class,
                        up -> assertThat(up.ranks())
                                .extracting(report -> report.rank())
                                .containsExactlyInAnyOrder(0, 1, 2));
        launcher().release(handle);
        assertNothingLeft(token(1));
    }

    @Test
    void spotIsRefusedWhereThereIsNone() throws LauncherException {
        if (can(Capability.SPOT)) {
            return;
        }
        var offer = request(token(1), 1, 1).offer();
        var spot = new Offer(offer.place(), offer.instanceType(), true, offer.pricePerHour());
        assertRefused(Fault.CONFIG, () -> launcher().launch(new ClusterRequest(token(1), 1, spot, 1, "spot")));
    }

    @Test
    void anOfferThatIsNotOursIsRefused() throws LauncherException {
        var offer = request(token(1), 1, 1).offer();
        var foreign = new Offer(offer.place(), "no-such-type", false, 0);
        assertRefused(Fault.CONFIG, () -> launcher().launch(new ClusterRequest(token(1), 1, foreign, 1, "foreign")));
    }

    @Test
    void logsAreReadByOffset() throws LauncherException {
        if (!can(Capability.LOGS)) {
            var handle = launch(token(1));
            assertRefused(Fault.CONFIG, () -> launcher().readLog(handle, 0, 0, 100));
            return;
        }
        assertThat(bench().launcher()).isInstanceOf(LogAccess.class);
        var handle = start(token(1), Script.succeeding().printing("alpha\nbeta\n"));
        awaitPhase(handle, "exit 0", new Phase.Exited(false, 0, false)::equals);

        bench().await("all was printed", () -> printed(handle, "alpha\nbeta\n"));
        assertThat(log(handle, 0, 6)).isEqualTo("beta\n");
        assertThat(log(handle, 0, 11)).isEmpty();
        assertThat(log(handle, 0, 4711)).isEmpty();
        assertThat(launcher().readLog(handle, 0, 0, 5)).hasSize(5);

        assertThat(launcher().firstKept(handle, 0)).isZero();
        launcher().logKept(handle, 0, 6);
        assertThat(log(handle, 0, 6)).isEqualTo("beta\n");
        var first = launcher().firstKept(handle, 0);
        assertThat(first).as("it may keep more than it must, never less").isBetween(0L, 6L);
        assertThat(log(handle, 0, first)).isEqualTo("alpha\nbeta\n".substring((int) first));
    }

    private boolean printed(ClusterHandle handle, String text) {
        try {
            return log(handle, 0, 0).equals(text);
        } catch (LauncherException notYet) {
            return false;
        }
    }

    @Test
    void activatedOnceRunsOnce() throws LauncherException {
        if (!can(Capability.LOGS)) {
            return;
        }
        var handle = start(token(1), Script.succeeding().printing("once\n"));
        awaitPhase(handle, "exit 0", new Phase.Exited(false, 0, false)::equals);
        launcher()
                .activate(
                        handle,
                        bench().activation(token(1), 1, Script.succeeding().printing("once\n")));

        assertThat(log(handle, 0, 0)).isEqualTo("once\n");
    }

    @Test
    void hintsComeWhenAClusterChanges() throws LauncherException {
        if (!can(Capability.PUSH)) {
            assertThat(bench().launcher()).isNotInstanceOf(PushWatch.class);
            return;
        }
        var hinted = ConcurrentHashMap.newKeySet();
        ((PushWatch) bench().launcher()).onHint(hinted::add);

        var handle = start(token(1), Script.succeeding());

        bench().await("a hint", () -> hinted.contains(handle));
    }

    @Test
    void aRehearsedPreemptionIsOne() throws LauncherException {
        if (!can(Capability.REHEARSAL)) {
            assertThat(bench().launcher()).isNotInstanceOf(Rehearsal.class);
            return;
        }
        var rehearsal = (Rehearsal) bench().launcher();
        var victim = start(job(11), Script.endless());
        var bystander = start(job(12), Script.endless());
        awaitPhase(victim, "running", Phase.InRun.class::isInstance);
        awaitPhase(bystander, "running", Phase.InRun.class::isInstance);

        rehearsal.perform("preempt", Map.of("job", "11"));

        awaitGone(victim, Fault.PREEMPTED);
        assertThat(allRanks(look(bystander), Phase.InRun.class::isInstance)).isTrue();
        assertThat(ownedTokens()).as("gone is not released").contains(job(11));
        launcher().release(victim);
        assertNothingLeft(job(11));
    }

    @Test
    void aRehearsedLossIsProvenAndANoticeAnnounced() throws LauncherException {
        if (!can(Capability.REHEARSAL)) {
            return;
        }
        var rehearsal = (Rehearsal) bench().launcher();
        var lost = start(job(11), Script.endless());
        var noticed = start(job(12), Script.endless());
        awaitPhase(lost, "running", Phase.InRun.class::isInstance);
        awaitPhase(noticed, "running", Phase.InRun.class::isInstance);

        rehearsal.perform("lose-node", Map.of("job", "11", "rank", "0"));
        rehearsal.perform("notice", Map.of("job", "12", "lead", "1h"));

        awaitGone(lost, Fault.NODE_LOST);
        assertThat(look(noticed)).isInstanceOf(Observation.Noticed.class);
    }

    @Test
    void wrongRehearsalsAreRefused() {
        if (!can(Capability.REHEARSAL)) {
            return;
        }
        var rehearsal = (Rehearsal) bench().launcher();

        assertThat(rehearsal.verbs()).isNotEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> rehearsal.perform("dance", Map.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> rehearsal.perform("preempt", Map.of("job", "x")));
        assertRefused(Fault.CONFIG, () -> rehearsal.perform("preempt", Map.of("job", "4711")));
    }

    private boolean can(Capability capability) {
        return bench().launcher().capabilities().contains(capability);
    }

    private static Token job(long id) {
        return new Token("contract", 1, new JobId(id), 0, 1);
    }
}
