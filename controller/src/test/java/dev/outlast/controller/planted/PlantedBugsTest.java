package dev.outlast.controller.planted;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outlast.controller.sim.Plant;
import dev.outlast.controller.sim.Setting;
import dev.outlast.controller.sim.Simulation;
import dev.outlast.controller.sim.Violation;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A simulator that has not been shown to fail proves little: each of these bugs must be caught, and by the promise
/// that it breaks.
final class PlantedBugsTest {
    private static final long SEEDS = 200;

    static Stream<Arguments> bugs() {
        return Stream.of(
                bug(new Plants.DropTheFence(), "stale epoch commits"),
                bug(new Plants.DropTheAttemptGuard(), "an attempt's words change another"),
                bug(new Plants.EffectBeforeCommit(), "an effect before its commit"),
                bug(new Plants.ForgetTheTombstone(), "a cluster after its release"),
                bug(new Plants.ActivateWithoutRereadingTheEpoch(), "activates under an old epoch"),
                bug(new Plants.AcceptATornCheckpoint(), "resumes from a checkpoint that is not whole"),
                bug(new Plants.RelaunchOnSilence(), "a healthy cluster is given up"),
                bug(new Plants.AnswerBeforeCommit(), "answered before the commit"),
                bug(new Plants.ReuseAnAttemptNumber(), "an attempt number is reused"),
                bug(new Plants.SpendTheBudgetOnPreemption(), "the user is blamed for the infrastructure"),
                bug(new Plants.ForgetTheCancel(), "a cancelled job goes on"),
                bug(new Plants.ReleaseUnseen(), "acts before it has looked"));
    }

    static Stream<Arguments> bugsOfSeveral() {
        return Stream.of(
                bug(new Plants.DropTheFence(), "stale epoch commits"),
                bug(new LeaderPlants.LeaveTheDoubtfulSession(), "an effect before its commit"),
                bug(new Plants.ActivateWithoutRereadingTheEpoch(), "activates under an old epoch"),
                bug(new LeaderPlants.ActAfterTheDeadline(), "acts after its lease"),
                bug(new LeaderPlants.JudgeLeasesByTheWallClock(), "a lease is taken from who renews it"),
                bug(new LeaderPlants.SweepAtTheFirstLook(), "the janitor is hasty"),
                bug(new LeaderPlants.SweepNothing(), "a cluster is left"),
                bug(new LeaderPlants.OverlookWhoIsAhead(), "goes on beside another leader"),
                bug(new LeaderPlants.SweepWhatIsForeign(), "something foreign is touched"));
    }

    private static Arguments bug(Plant plant, String promise) {
        return Arguments.of(plant.getClass().getSimpleName(), plant, promise);
    }

    @ParameterizedTest(name = "{0} breaks: {2}")
    @MethodSource("bugs")
    void isCaught(String name, Plant plant, String promise) {
        caught(Setting.ALONE, name, plant, promise);
    }

    @ParameterizedTest(name = "{0} breaks, with several controllers: {2}")
    @MethodSource("bugsOfSeveral")
    void isCaughtAmongSeveral(String name, Plant plant, String promise) {
        caught(Setting.SEVERAL, name, plant, promise);
    }

    private static void caught(Setting setting, String name, Plant plant, String promise) {
        var caught = first(setting, plant);

        assertThat(caught).as("%s was not caught in %d seeds", name, SEEDS).isPresent();
        assertThat(caught.get()).as(name).isEqualTo(promise);
    }

    private static Optional<String> first(Setting setting, Plant plant) {
        for (long seed = 0; seed < SEEDS; seed++) {
            try {
                new Simulation(seed, setting, false, plant, Optional.empty()).run();
            } catch (Violation violation) {
                return Optional.of(violation.promise());
            }
        }
        return Optional.empty();
    }
}
