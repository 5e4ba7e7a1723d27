package dev.outlast.testkit.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.outlast.core.cluster.ClusterHandle;
import dev.outlast.core.cluster.ClusterRequest;
import dev.outlast.core.cluster.Demand;
import dev.outlast.core.cluster.Observation;
import dev.outlast.core.cluster.Place;
import dev.outlast.core.cluster.Quantity;
import dev.outlast.core.cluster.RankReport.Phase;
import dev.outlast.core.job.Fault;
import dev.outlast.core.spi.LauncherException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What every launcher promises about the life of a cluster; each promise is tried in every [CallMode].
abstract class ClusterLifeContract extends ContractGround {

    @Test
    void offersArePricedPlacesOfThisProvider() throws LauncherException {
        var offers = launcher().offers(bench().demand(1));

        assertThat(offers).isNotEmpty();
        assertThat(offers)
                .allSatisfy(offer -> assertThat(offer.place().provider())
                        .isEqualTo(launcher().provider()));
    }

    @Test
    void aDemandThatCanNeverBeMetHasNoOffer() throws LauncherException {
        var choice = new Demand.Choice(
                new Place("", "", ""), Quantity.ANY, Quantity.ANY, "NOSUCH", 3, "", Demand.Spot.NO, 1e9);

        assertThat(launcher().offers(new Demand(1, List.of(choice), false))).isEmpty();
    }

    @Test
    void launchAdoptsWhatCarriesTheToken() throws LauncherException {
        var first = launch(token(1));
        var second = launch(token(1));

        assertThat(second).isEqualTo(first);
        assertThat(launch(token(2))).isNotEqualTo(first);
        assertThat(ownedTokens()).containsExactlyInAnyOrder(token(1), token(2));
    }

    @Test
    void aLaunchedClusterIsInert() throws LauncherException {
        var handle = launch(token(1));

        bench().await("waiting", () -> allRanks(look(handle), Phase.Waiting.class::isInstance));
        assertThat(look(handle))
                .isInstanceOfSatisfying(
                        Observation.Up.class, up -> assertThat(up.ranks()).hasSize(1));
    }

    @Test
    void exitCodesAreReported() throws LauncherException {
        var good = start(token(1), Script.succeeding());
        var bad = start(token(2), Script.succeeding().exiting(3));

        awaitPhase(good, "exit 0", new Phase.Exited(false, 0, false)::equals);
        awaitPhase(bad, "exit 3", new Phase.Exited(false, 3, false)::equals);
    }

    @Test
    void aFailedSetupIsReportedAsOne() throws LauncherException {
        var handle = start(token(1), Script.failingSetup(7));

        awaitPhase(handle, "setup exit 7", new Phase.Exited(true, 7, false)::equals);
    }

    @Test
    void anEndlessRunIsUpAndRunning() throws LauncherException {
        var handle = start(token(1), Script.endless());

        awaitPhase(handle, "running", Phase.InRun.class::isInstance);
    }

    @Test
    void activatingAgainChangesNothing() throws LauncherException {
        var handle = start(token(1), Script.succeeding().exiting(5));
        awaitPhase(handle, "exit 5", new Phase.Exited(false, 5, false)::equals);

        launcher().activate(handle, bench().activation(token(1), 1, Script.endless()));

        assertThat(allRanks(look(handle), new Phase.Exited(false, 5, false)::equals))
                .isTrue();
    }

    @Test
    void aStaleEpochNeitherLaunchesNorActivates() throws LauncherException {
        var handle = launcher().launch(request(token(1), 5, 1));

        assertRefused(Fault.PROVIDER, () -> launcher().launch(request(token(1), 4, 1)));
        assertRefused(
                Fault.PROVIDER, () -> launcher().activate(handle, bench().activation(token(1), 4, Script.endless())));
        assertThat(allRanks(look(handle), Phase.Waiting.class::isInstance)).isTrue();
    }

    @Test
    void aHigherEpochTakesOver() throws LauncherException {
        var handle = launcher().launch(request(token(1), 5, 1));

        assertThat(launcher().launch(request(token(1), 6, 1))).isEqualTo(handle);

        assertRefused(
                Fault.PROVIDER, () -> launcher().activate(handle, bench().activation(token(1), 5, Script.endless())));
        launcher().activate(handle, bench().activation(token(1), 6, Script.endless()));
        awaitPhase(handle, "running", Phase.InRun.class::isInstance);
        assertThat(launcher().owned())
                .singleElement()
                .satisfies(owned -> assertThat(owned.epoch()).isEqualTo(6));
    }

    @Test
    void aTombstoneRefusesALateLaunch() throws LauncherException {
        var handle = launch(token(1));
        launcher().release(handle);

        assertRefused(Fault.CONFIG, () -> launch(token(1)));
        assertRefused(
                Fault.CONFIG, () -> launcher().activate(handle, bench().activation(token(1), 1, Script.endless())));
        assertNothingLeft(token(1));
    }

    @Test
    void aTokenCanBeReleasedBeforeItsLaunchLands() throws LauncherException {
        launcher().releaseByToken(token(1));

        assertRefused(Fault.CONFIG, () -> launch(token(1)));
        assertNothingLeft(token(1));
    }

    @Test
    void releaseEndsARunningClusterAndIsIdempotent() throws LauncherException {
        var handle = start(token(1), Script.endless());
        awaitPhase(handle, "running", Phase.InRun.class::isInstance);

        launcher().release(handle);
        launcher().release(handle);
        launcher().releaseByToken(token(1));

        assertThat(look(handle)).isInstanceOf(Observation.Gone.class);
        assertNothingLeft(token(1));
    }

    @Test
    void releaseByTokenEndsARunningCluster() throws LauncherException {
        var handle = start(token(1), Script.endless());
        awaitPhase(handle, "running", Phase.InRun.class::isInstance);

        launcher().releaseByToken(token(1));

        assertNothingLeft(token(1));
    }

    @Test
    void releaseOfAnInertOrEndedClusterLeavesNothing() throws LauncherException {
        var inert = launch(token(1));
        var ended = start(token(2), Script.succeeding());
        awaitPhase(ended, "exit 0", new Phase.Exited(false, 0, false)::equals);

        launcher().release(inert);
        launcher().release(ended);

        assertNothingLeft(token(1));
        assertNothingLeft(token(2));
    }

    @Test
    void releaseOfSomethingUnknownIsDone() {
        assertThatCode(() -> launcher().release(stranger())).doesNotThrowAnyException();
        assertThatCode(() -> launcher().releaseByToken(token(99))).doesNotThrowAnyException();
    }

    @Test
    void observeAnswersForEveryHandle() throws LauncherException {
        var inert = launch(token(1));
        var released = launch(token(2));
        launcher().release(released);

        var seen = launcher().observe(List.of(inert, released, stranger()));

        assertThat(seen).containsOnlyKeys(inert, released, stranger());
        assertThat(seen.get(inert)).isInstanceOf(Observation.Up.class);
        assertThat(seen.get(released)).isInstanceOf(Observation.Gone.class);
        assertThat(seen.get(stranger())).isInstanceOfAny(Observation.Gone.class, Observation.Unknown.class);
        assertThat(launcher().observe(List.of())).isEqualTo(Map.of());
    }

    private boolean ownsNothing() {
        try {
            return ownedTokens().isEmpty();
        } catch (LauncherException refused) {
            throw new AssertionError(refused);
        }
    }

    @Test
    void aNewLauncherFindsWhatTheOldOneMade() throws LauncherException {
        var inert = launch(token(1));
        var running = start(token(2), Script.endless());
        awaitPhase(running, "running", Phase.InRun.class::isInstance);
        var released = launch(token(3));
        launcher().release(released);

        var reopened = behindLine(bench().reopened());

        assertThat(allRanks(look(reopened, inert), Phase.Waiting.class::isInstance))
                .isTrue();
        assertThat(allRanks(look(reopened, running), Phase.InRun.class::isInstance))
                .isTrue();
        assertThat(reopened.owned()).extracting(owned -> owned.token()).containsExactlyInAnyOrder(token(1), token(2));
        assertThat(reopened.launch(request(token(1), 2, 1))).isEqualTo(inert);
        assertRefused(Fault.CONFIG, () -> reopened.launch(request(token(3), 2, 1)));
        reopened.release(running);
        reopened.release(inert);
        assertThat(reopened.owned()).isEmpty();
        // Another launcher may hear of it a moment later.
        bench().await("the old one has heard of it", this::ownsNothing);
        assertNothingLeft(token(1));
        assertNothingLeft(token(2));
    }

    @Test
    void anExitWhileNobodyLookedIsFoundLater() throws LauncherException {
        var handle = start(token(1), Script.succeeding().exiting(9));

        var reopened = behindLine(bench().reopened());

        bench().await("exit 9", () -> allRanks(look(reopened, handle), new Phase.Exited(false, 9, false)::equals));
    }

    @Test
    void drainStopsTheProcesses() throws LauncherException {
        var handle = start(token(1), Script.endless());
        awaitPhase(handle, "running", Phase.InRun.class::isInstance);

        launcher().drain(handle);

        awaitPhase(handle, "stopped", phase -> phase instanceof Phase.Exited exited && exited.stopped());
        launcher().drain(handle);
        assertThat(ownedTokens()).contains(token(1));
    }

    @Test
    void aFullPlaceRefusesAndTakesAgainAfterARelease() throws LauncherException {
        var scarce = bench().scarce();
        if (scarce.isEmpty()) {
            return;
        }
        var offer = cheapest(scarce.get());
        var first = launcher().launch(new ClusterRequest(token(1), 1, offer, 1, "first"));

        assertRefused(Fault.CAPACITY, () -> launcher().launch(new ClusterRequest(token(2), 1, offer, 1, "second")));
        assertThat(launcher().launch(new ClusterRequest(token(1), 1, offer, 1, "first")))
                .as("adopting needs no room")
                .isEqualTo(first);
        launcher().release(first);

        assertThatCode(() -> launcher().launch(new ClusterRequest(token(2), 1, offer, 1, "second")))
                .doesNotThrowAnyException();
    }

    /// A well-formed handle of a cluster that never was: the handle of a cluster of this world, released by
    /// another.
    private ClusterHandle stranger() {
        return new ClusterHandle(launcher().provider(), 1, "contract.1-4711-0-1");
    }
}
