package dev.outlast.controller.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outlast.artefacts.ArtefactPlace;
import dev.outlast.controller.leader.KubernetesElection;
import dev.outlast.controller.leader.LeaseTimes;
import dev.outlast.controller.lifecycle.Situation;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControllerConfigTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z_./]+)` \\| (`[^`]*`|[a-z]+) \\|");

    @Test
    void aLeaseElectsAmongControllersOfOneDatabase() throws Exception {
        var url = Map.of("store.url", "jdbc:postgresql://db/outlast");
        var lease = new LinkedHashMap<>(url);
        lease.put("leadership.kind", "kubernetes");
        lease.put("leadership.namespace", "jobs");
        lease.put("leadership.duration", "4s");
        lease.put("leadership.renew_deadline", "3s");
        lease.put("leadership.retry", "500ms");

        assertThat(ControllerConfig.of(url).kubernetes()).isEmpty();
        assertThat(ControllerConfig.of(lease).kubernetes())
                .contains(new KubernetesElection(
                        Optional.empty(),
                        "",
                        "jobs",
                        "outlast-controller",
                        new LeaseTimes(Duration.ofSeconds(4), Duration.ofSeconds(3), Duration.ofMillis(500))));
    }

    @Test
    void anElectionThatCannotWorkIsRefused() {
        var url = Map.entry("store.url", "jdbc:postgresql://db/outlast");
        var kind = Map.entry("leadership.kind", "kubernetes");
        refusedAs("leadership.kind", Map.ofEntries(kind));
        refusedAs("leadership.kind", Map.ofEntries(url, Map.entry("leadership.kind", "zookeeper")));
        refusedAs("leadership", Map.ofEntries(url, Map.entry("leadership.retry", "1s")));
        refusedAs("leadership.renew_deadline", Map.ofEntries(url, kind, Map.entry("leadership.duration", "10s")));
        refusedAs("leadership.retry", Map.ofEntries(url, kind, Map.entry("leadership.retry", "6s")));
        refusedAs("leadership.duration", Map.ofEntries(url, kind, Map.entry("leadership.duration", "500ms")));
        refusedAs("leadership.kubeconfig", Map.ofEntries(url, kind, Map.entry("leadership.kubeconfig", "config")));
        refusedAs("leadership.lease", Map.ofEntries(url, kind, Map.entry("leadership.lease", "Not_A_Name")));
    }

    private static void refusedAs(String key, Map<String, String> flat) {
        assertThatThrownBy(() -> ControllerConfig.of(flat))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(key);
    }

    @Test
    void hasTheDefaultsOfTheDocument() throws Exception {
        var documented = documented();
        documented.values().removeIf(v -> !v.startsWith("`"));
        documented.replaceAll((_, v) -> v.replace("`", ""));
        assertThat(documented).isNotEmpty();

        assertThat(ControllerConfig.of(documented)).isEqualTo(ControllerConfig.of(Map.of()));
    }

    @Test
    void readsEveryKey() throws Exception {
        var flat =
                """
                bind=0.0.0.0
                port=1
                auth=required
                hosts=a.example,b.example
                command_lane=2
                calls_at_a_time=3
                observe_every=4s
                sweep_every=5m
                backoff.first=6s
                backoff.factor=2
                backoff.cap=7h
                backoff.spread=0.1
                judgement.blame_window=8s
                judgement.settle=9ms
                launch_deadline=10s
                held_for=11d
                release_tries=12
                limits.total=13
                limits.per_user=14
                limits.places.local=15
                limits.places.local/east=16
                providers.local.seed=17
                advertise=https://10.0.0.1:1
                shared.directory=/shared
                shared.secrets_key=/keys/k
                shared.bucket=s3://a-bucket/an/installation
                shared.bucket_endpoint=http://10.0.0.1:9000
                shared.bucket_region=somewhere-1
                """.lines().map(line -> line.split("=", 2)).collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));

        var config = ControllerConfig.of(flat);

        assertThat(config.bind()).isEqualTo("0.0.0.0");
        assertThat(config.port()).isEqualTo(1);
        assertThat(config.authRequired()).isTrue();
        assertThat(config.hosts()).containsExactlyInAnyOrder("a.example", "b.example");
        assertThat(config.commandLane()).isEqualTo(2);
        assertThat(config.callsAtATime()).isEqualTo(3);
        assertThat(config.observeEvery()).isEqualTo(Duration.ofSeconds(4));
        assertThat(config.sweepEvery()).isEqualTo(Duration.ofMinutes(5));
        var policies = config.policies();
        assertThat(policies).isNotEqualTo(Situation.Policies.DEFAULT);
        assertThat(policies.backoff().cap()).isEqualTo(Duration.ofHours(7));
        assertThat(policies.judgement().settle()).isEqualTo(Duration.ofMillis(9));
        assertThat(policies.heldFor()).isEqualTo(Duration.ofDays(11));
        assertThat(policies.releaseTries()).isEqualTo(12);
        assertThat(config.limits().perPlace()).containsEntry("local", 15).containsEntry("local/east", 16);
        assertThat(config.providers()).isEqualTo(Map.of("local", Map.of("seed", "17")));
        assertThat(config.together()).isEqualTo(together());
    }

    private static Together together() {
        return new Together(
                Optional.of(URI.create("https://10.0.0.1:1")),
                Optional.of(Path.of("/shared")),
                Optional.of(new ArtefactPlace.Bucket(
                        "a-bucket", "an/installation", Optional.of(URI.create("http://10.0.0.1:9000")), "somewhere-1")),
                Optional.of(Path.of("/keys/k")));
    }

    @Test
    void whatControllersShareIsSaidExactly() {
        for (var wrong :
                new String[] {"10.0.0.1:1", "http://", "http://a b", "http://u@h:1", "http://h/path", "ftp://h"}) {
            assertThatThrownBy(() -> ControllerConfig.of(Map.of("advertise", wrong)))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("advertise");
        }
        assertThatThrownBy(() -> ControllerConfig.of(Map.of("shared.directory", "here")))
                .hasMessageContaining("does not begin with /");
        for (var wrong : new String[] {"a-bucket", "s3://", "s3://A", "s3://a-bucket/../b", "file://here", "gs://b"}) {
            assertThatThrownBy(() -> ControllerConfig.of(Map.of("shared.bucket", wrong)))
                    .as(wrong)
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("shared.bucket");
        }
        assertThatThrownBy(() -> ControllerConfig.of(Map.of("shared.bucket_region", "here")))
                .hasMessageContaining("of no use without shared.bucket");
        assertThatThrownBy(() ->
                        ControllerConfig.of(Map.of("shared.bucket", "s3://abc", "shared.bucket_endpoint", "10.0.0.1")))
                .hasMessageContaining("'10.0.0.1' is not like http://10.0.0.1:9000");
    }

    @Test
    void documentsEveryKeyItKnows() throws Exception {
        assertThatThrownBy(() -> ControllerConfig.of(Map.of("no_such_key", "1")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("no_such_key")
                .satisfies(refused -> {
                    var message = String.valueOf(refused.getMessage());
                    var known = message.substring(message.indexOf("known: ") + 7);
                    for (var key : known.split(", ", -1)) {
                        assertThat(documented()).containsKey(key);
                    }
                });
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThatThrownBy(() -> ControllerConfig.of(Map.of("port", "many")))
                .hasMessage("port: 'many' is not a whole number from 0");
        assertThatThrownBy(() -> ControllerConfig.of(Map.of("observe_every", "soon")))
                .hasMessage("observe_every: 'soon' is not a duration such as 500ms, 30s, 5m or 2h");
        assertThatThrownBy(() -> ControllerConfig.of(Map.of("auth", "maybe")))
                .hasMessage("auth: 'maybe' is not one of open, required");
    }

    @Test
    void aLauncherIsPublishedUnderNamesOfClouds() throws Exception {
        var config = ControllerConfig.of(Map.of("providers.local.published_as", "Kubernetes, aws"));

        assertThat(config.clouds()).isEqualTo(Map.of("kubernetes", "local", "aws", "local"));
        assertThat(config.providers()).isEqualTo(Map.of("local", Map.of()));
        assertThatThrownBy(() -> ControllerConfig.of(Map.of("providers.local.published_as", "no cloud")))
                .hasMessageContaining("'no cloud' is not the name of a cloud");
        assertThatThrownBy(() -> ControllerConfig.of(
                        Map.of("providers.a.published_as", "aws", "providers.b.published_as", "aws")))
                .hasMessage("providers.b.published_as: 'aws' is published by a already");
        assertThatThrownBy(() -> ControllerConfig.of(Map.of("providers.local.published_as", "local")))
                .hasMessageContaining("is the name of a launcher");
    }

    @Test
    void readsAFileOrNone(@TempDir Path home) throws Exception {
        assertThat(ControllerConfig.read(home)).isEqualTo(ControllerConfig.of(Map.of()));
        Files.writeString(home.resolve("config.yaml"), "port: 5\nbackoff: {first: 0s}\nhosts: [a, b, a]\n");
        assertThat(ControllerConfig.read(home).port()).isEqualTo(5);
        assertThat(ControllerConfig.read(home).hosts()).hasSize(2);
        Files.writeString(home.resolve("config.yaml"), "port: 5\nport: 6\n");
        assertThatThrownBy(() -> ControllerConfig.read(home)).isInstanceOf(ConfigException.class);
    }

    @Test
    void aLauncherThatIsBannedIsLeftOutAndRefusedWhenItIsNamed() throws Exception {
        assertThat(ControllerConfig.of(Map.of(), "local").providers()).isEmpty();
        assertThat(ControllerConfig.of(Map.of(), " ").providers()).containsOnlyKeys("local");
        assertThat(ControllerConfig.of(Map.of("providers.fake.key", "v"), "other, local")
                        .providers())
                .containsOnlyKeys("fake");
        assertThatThrownBy(() -> ControllerConfig.of(Map.of("providers.local.seed", "2"), "other, local"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("providers.local")
                .hasMessageContaining("OUTLAST_WITHOUT");
    }

    private static Map<String, String> documented() throws Exception {
        var text = Files.readString(Path.of(System.getProperty("outlast.root"), "docs/config.md"));
        var found = new LinkedHashMap<String, String>();
        var rows = ROW.matcher(text);
        while (rows.find()) {
            found.put(rows.group(1), rows.group(2));
        }
        return found;
    }
}
