package dev.outlast.provider.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.outlast.core.cluster.NodeShape;
import dev.outlast.provider.local.LocalConfig.NodeType;
import dev.outlast.provider.local.LocalConfig.Region;
import dev.outlast.provider.local.LocalConfig.Zone;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LocalConfigTest {
    @Test
    void defaultsAreGoodForADemo() {
        var config = LocalConfig.of(Map.of());

        assertThat(config.regions()).extracting(Region::name).containsExactly("east", "west", "north");
        assertThat(config.regions()).extracting(Region::priceFactor).doesNotHaveDuplicates();
        assertThat(config.regions())
                .allSatisfy(region ->
                        assertThat(region.zones()).containsExactly(new Zone("a", 10_000), new Zone("b", 10_000)));
        assertThat(config.types()).extracting(NodeType::name).contains("local.small", "local.h100x8", "local.hollow");
        assertThat(config.types())
                .allSatisfy(type -> assertThat(type.spotPrice().orElseThrow()).isLessThan(type.price()));
        assertThat(config.launchDelay()).isZero();
        assertThat(config.noticeLead()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.goneReportDelay()).isZero();
        assertThat(config.errorRate()).isZero();
        assertThat(config.preemptionsPerHour()).isZero();
        assertThat(config.hollow()).isFalse();
        assertThat(config.isolation()).isEqualTo("auto");
        assertThat(config.profile()).isEqualTo("login");
    }

    @Test
    void everyKeyIsRead() {
        var config = LocalConfig.of(Map.ofEntries(
                Map.entry("regions.moon.zones", "[a, crater]"),
                Map.entry("regions.moon.capacity", "3"),
                Map.entry("regions.moon.zone_capacity.crater", "1"),
                Map.entry("regions.moon.price_factor", "2.5"),
                Map.entry("regions.east.capacity", "9"),
                Map.entry("types.big.one.cpus", "4"),
                Map.entry("types.big.one.memory", "8.5"),
                Map.entry("types.big.one.accelerators", "A100:2"),
                Map.entry("types.big.one.price", "6"),
                Map.entry("types.big.one.spot_price", "none"),
                Map.entry("types.big.one.hollow", "true"),
                Map.entry("types.tiny.price", "3"),
                Map.entry("launch_delay", "250ms"),
                Map.entry("notice_lead", "2m"),
                Map.entry("gone_report_delay", "1.5s"),
                Map.entry("error_rate", "0.25"),
                Map.entry("preemption_rate", "4"),
                Map.entry("seed", "-7"),
                Map.entry("hollow", "true"),
                Map.entry("hollow_seconds", "12.5"),
                Map.entry("isolation", "scan"),
                Map.entry("profile", "none")));

        assertThat(config)
                .isEqualTo(new LocalConfig(
                        List.of(
                                new Region("east", List.of(new Zone("a", 9), new Zone("b", 9)), 1.0),
                                new Region("moon", List.of(new Zone("a", 3), new Zone("crater", 1)), 2.5)),
                        List.of(
                                new NodeType(
                                        "big.one", new NodeShape(4, 8.5, "A100", 2), 6, OptionalDouble.empty(), true),
                                new NodeType("tiny", new NodeShape(1, 1, "", 0), 3, OptionalDouble.of(1), false)),
                        Duration.ofMillis(250),
                        Duration.ofMinutes(2),
                        Duration.ofMillis(1500),
                        0.25,
                        4,
                        -7,
                        true,
                        12.5,
                        "scan",
                        "none"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "launch_dely | 1s | unknown key launch_dely; did you mean 'launch_delay'?",
                "region.east.capacity | 1 | unknown key region.east.capacity",
                "regions.east.capacty | 1 | unknown key regions.east.capacty; did you mean 'capacity'?",
                "regions.capacity | 1 | unknown key regions.capacity",
                "regions.East.capacity | 1 | regions must be names of [a-z0-9-], comma separated: East",
                "regions.east.zone_capacity.c | 1 | regions.east.zone_capacity.c: no such zone",
                "regions.east.capacity | -1 | regions.east.capacity must be from 0",
                "types.big.cpu | 4 | unknown key types.big.cpu; did you mean 'cpus'?",
                "types.big.cpus | many | types.big.cpus is no number: many",
                "launch_delay | soon | launch_delay is no duration such as 250ms, 30s, 2m or 1h: soon",
                "error_rate | 1.5 | error_rate must be from 0.0 to 1.0: 1.5",
                "seed | 1.5 | seed is no whole number: 1.5",
                "hollow | yes | hollow must be one of [false, true]: yes",
                "isolation | jail | isolation must be one of [auto, cgroup, pidns, scan]: jail",
            })
    void whatIsWrongIsNamed(String key, String value, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LocalConfig.of(Map.of(key, value)))
                .withMessageContaining(message);
    }
}
