package dev.outlast.controller.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outlast.controller.lifecycle.TaskFacts;
import dev.outlast.core.cluster.Demand;
import dev.outlast.core.cluster.Place;
import dev.outlast.core.cluster.Quantity;
import dev.outlast.core.task.Overrides;
import dev.outlast.core.task.Parsed;
import dev.outlast.core.task.TaskLanguage;
import dev.outlast.recovery.RecoveryPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What is written in a task reaches the lifecycle and the launchers.
class FactsTest {
    @Test
    void theMachineIsDemandedAsWritten() {
        var facts = task("""
                num_nodes: 3
                resources:
                  infra: local/east/east-a
                  cpus: 4+
                  memory: 16
                  accelerators: H100:2
                  instance_type: big
                  use_spot: true
                  max_hourly_cost: 1.5
                run: x
                """);

        assertThat(facts.demand())
                .isEqualTo(new Demand(
                        3,
                        List.of(new Demand.Choice(
                                new Place("local", "east", "east-a"),
                                new Quantity(4, true),
                                new Quantity(16, false),
                                "H100",
                                2,
                                "big",
                                Demand.Spot.YES,
                                1.5)),
                        false));
    }

    @Test
    void thePlaceMayBeWrittenInItsParts() {
        var facts = task("resources: {cloud: local, region: east, zone: east-a}\nrun: x\n");

        assertThat(facts.demand().choices().getFirst().where()).isEqualTo(new Place("local", "east", "east-a"));
    }

    @Test
    void alternativesAreKeptWithTheirOrder() {
        var cheapest = task("resources: {cpus: 2, any_of: [{infra: local/east}, {infra: local/west}]}\nrun: x\n");
        var strict = task("resources: {cpus: 2, ordered: [{infra: local/west}, {infra: local/east}]}\nrun: x\n");

        assertThat(cheapest.demand().ordered()).isFalse();
        assertThat(strict.demand().ordered()).isTrue();
        assertThat(cheapest.demand().choices())
                .extracting(c -> c.where().region())
                .containsExactly("east", "west");
        assertThat(strict.demand().choices())
                .extracting(c -> c.where().region())
                .containsExactly("west", "east");
        assertThat(strict.demand().choices())
                .allSatisfy(c -> assertThat(c.cpus()).isEqualTo(new Quantity(2, false)));
    }

    @Test
    void whatIsNotAskedForIsFree() {
        var choice = task("run: x").demand().choices().getFirst();

        assertThat(choice.where()).isEqualTo(new Place("", "", ""));
        assertThat(choice.cpus()).isEqualTo(Quantity.ANY);
        assertThat(choice.spot()).isEqualTo(Demand.Spot.NO);
        assertThat(choice.maxPricePerHour()).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void recoveryIsTakenOver() {
        var facts = task("""
                resources:
                  job_recovery: {strategy: FAILOVER, max_restarts_on_errors: 3, recover_on_exit_codes: [7, 9]}
                run: x
                """);

        assertThat(facts.recovery()).isEqualTo(new RecoveryPolicy(RecoveryPolicy.Strategy.FAILOVER, 3, Set.of(7, 9)));
    }

    @Test
    void limitsAreTakenOver() {
        var limits = task("""
                        run: x
                        outlast: {max_duration: 2h, max_wait: 10m, stall_after: 5m,
                                  on_silence: relaunch after 15m, grace: 1m}
                        """).limits();

        assertThat(limits.maxDuration()).isEqualTo(Duration.ofHours(2));
        assertThat(limits.maxWait()).isEqualTo(Duration.ofMinutes(10));
        assertThat(limits.stallAfter()).isEqualTo(Duration.ofMinutes(5));
        assertThat(limits.relaunchAfterSilence()).isEqualTo(Duration.ofMinutes(15));
        assertThat(limits.grace()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void onlyMountedBucketsMayHoldCheckpoints() {
        var facts = task("""
                file_mounts:
                  /a: {name: runs-a}
                  /b: {source: "local://runs-b/x", mode: MOUNT_CACHED}
                  /c: {name: runs-c, mode: COPY}
                  /d: local://runs-d
                run: x
                """);

        assertThat(facts.checkpointBuckets()).containsExactly("local://runs-a", "local://runs-b/x");
    }

    @Test
    void aPublishedCloudMeetsItsLauncher() {
        assertThat(task("run: a\nresources: {infra: aws/us-east-1}\n").demand().choices())
                .extracting(choice -> choice.where().toString())
                .containsExactly("local/us-east-1");
        assertThat(task("run: a\nresources: {cloud: gcp}\n").demand().choices())
                .extracting(choice -> choice.where().toString())
                .containsExactly("gcp");
    }

    private static TaskFacts task(String yaml) {
        var parsed = TaskLanguage.parse(yaml, Overrides.NONE);
        assertThat(parsed).isInstanceOf(Parsed.Accepted.class);
        return Facts.of(((Parsed.Accepted) parsed).job(), Map.of("aws", "local"))
                .getFirst();
    }
}
