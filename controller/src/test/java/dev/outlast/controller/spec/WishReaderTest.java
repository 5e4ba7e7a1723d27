package dev.outlast.controller.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outlast.core.cluster.Offer;
import dev.outlast.core.cluster.Place;
import dev.outlast.core.cluster.Wishes;
import dev.outlast.core.cluster.Wishes.Payload;
import dev.outlast.core.cluster.Wishes.Volume;
import dev.outlast.core.task.Overrides;
import dev.outlast.core.task.Parsed;
import dev.outlast.core.task.TaskLanguage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WishReaderTest {
    @Test
    void everyWishIsHandedOver() {
        var wishes = wishes("""
                resources:
                  infra: k8s/east
                  image_id: docker:example/train:1
                  ports: [8080, 9000-9002]
                  labels: {team: vision}
                volumes:
                  /data: shared-data
                  /scratch: {size: 20, type: fast}
                  /host: {host_path: /var/lib/x}
                config:
                  kubernetes:
                    provision_timeout: 30
                    kueue: {local_queue_name: gpu}
                    set_pod_resource_limits: true
                    pod_config: {spec: {tolerations: [{key: a, tolerationSeconds: 5}]}}
                run: 'true'
                """, "east", "2CPU--8GB", false);

        assertThat(wishes.image()).isEqualTo("docker:example/train:1");
        assertThat(wishes.ports()).containsExactly("8080", "9000-9002");
        assertThat(wishes.labels()).isEqualTo(Map.of("team", "vision"));
        assertThat(wishes.volumes())
                .containsExactly(
                        new Volume.Claim("/data", "shared-data"),
                        new Volume.Fresh("/scratch", 20, Map.of("size", 20L, "type", "fast")),
                        new Volume.HostPath("/host", "/var/lib/x"));
        assertThat(wishes.settings())
                .isEqualTo(Map.of(
                        "provision_timeout",
                        30L,
                        "kueue",
                        Map.of("local_queue_name", "gpu"),
                        "set_pod_resource_limits",
                        true,
                        "pod_config",
                        Map.of("spec", Map.of("tolerations", List.of(Map.of("key", "a", "tolerationSeconds", 5L))))));
    }

    @Test
    void aTaskWithoutWishesHasNone() {
        assertThat(wishes("run: 'true'\n", "east", "2CPU--8GB", false))
                .isEqualTo(Wishes.NONE.bringing(new Payload(false, 4)));
    }

    @Test
    void whatTheActivationBringsIsToldBeforehand() {
        var text = """
                envs: {A: ä}
                secrets: {KEY: hush}
                setup: 'ü'
                run: 'true'
                """;

        assertThat(wishes(text, "east", "2CPU--8GB", false).payload()).isEqualTo(new Payload(true, 4 + 2 + 3));
    }

    @Test
    void theAlternativeThatWasTakenCounts() {
        var text = """
                resources:
                  any_of:
                    - {infra: k8s/east, accelerators: H100:1, image_id: 'docker:h'}
                    - {infra: k8s/east, accelerators: A100:1, image_id: 'docker:a'}
                    - {infra: k8s/west, use_spot: true, image_id: 'docker:west'}
                run: 'true'
                """;

        assertThat(wishes(text, "east", "4CPU--16GB--H100:1", false).image()).isEqualTo("docker:h");
        assertThat(wishes(text, "east", "4CPU--16GB--A100:1", false).image()).isEqualTo("docker:a");
        assertThat(wishes(text, "west", "4CPU--16GB", true).image()).isEqualTo("docker:west");
    }

    @Test
    void anImagePerRegionIsTheOneOfTheOffer() {
        var text = """
                resources: {infra: k8s, image_id: {east: 'docker:e', west: 'docker:w'}}
                run: 'true'
                """;

        assertThat(wishes(text, "west", "2CPU--8GB", false).image()).isEqualTo("docker:w");
        assertThat(wishes(text, "north", "2CPU--8GB", false).image()).isEmpty();
    }

    @Test
    void whoMayLandElsewhereIsWarned() {
        var there = (Parsed.Accepted)
                TaskLanguage.parse("resources: {infra: k8s, ports: 80}\nrun: 'true'\n", Overrides.NONE);
        var anywhere = (Parsed.Accepted) TaskLanguage.parse("resources: {ports: 80}\nrun: 'true'\n", Overrides.NONE);

        assertThat(SpecBook.warnings(there.job(), there.warnings(), Map.of())).isEmpty();
        assertThat(SpecBook.warnings(anywhere.job(), anywhere.warnings(), Map.of()))
                .hasSize(1);
        assertThat(SpecBook.warnings(there.job(), there.warnings(), Map.of("kubernetes", "local")))
                .as("the local launcher is published as that cloud")
                .hasSize(1);
    }

    private static Wishes wishes(String text, String region, String type, boolean spot) {
        if (!(TaskLanguage.parse(text, Overrides.NONE) instanceof Parsed.Accepted accepted)) {
            throw new AssertionError(TaskLanguage.parse(text, Overrides.NONE));
        }
        var job = accepted.job();
        var offer = new Offer(new Place("kubernetes", region, ""), type, spot, 0);
        return WishReader.of(
                job.tasks().getFirst(),
                !job.tasks().getFirst().secrets().isEmpty(),
                Facts.of(job, Map.of()).getFirst().demand(),
                offer);
    }
}
