package dev.outlast.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The chart without a cluster. What it renders is checked in: run with `-Doutlast.golden=write`, look at the
/// difference.
@Tag("kubernetes")
class ChartTest {
    static final Path RESOURCES = Path.of("src/test/resources/chart").toAbsolutePath();
    private static final String VERSION = "1.36.3";

    static Path values(String name) {
        return RESOURCES.resolve("values").resolve(name + ".yaml");
    }

    private static Tools.Said template(Path values, String... more) {
        var command = Tools.command(
                Tools.helm(),
                "template",
                "outlast",
                Tools.CHART.toString(),
                "--namespace",
                "outlast-system",
                "--kube-version",
                VERSION,
                "--values",
                values.toString());
        command.addAll(List.of(more));
        return Tools.run(command);
    }

    @ParameterizedTest
    @ValueSource(strings = {"least", "jobs", "full"})
    void lintFindsNothing(String name) {
        var command = Tools.command(
                Tools.helm(), "lint", "--strict", "--kube-version", VERSION, "--values", values(name) + "");
        command.add(Tools.CHART.toString());
        var said = Tools.run(command).well();
        assertThat(said).contains("0 chart(s) failed").doesNotContain("[WARNING]", "[ERROR]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"least", "jobs", "full"})
    void rendersWhatIsCheckedIn(String name) throws IOException {
        var rendered = template(values(name)).well() + "\n";
        var golden = RESOURCES.resolve("golden").resolve(name + ".yaml");
        if ("write".equals(System.getProperty("outlast.golden"))) {
            Files.writeString(golden, rendered);
        }
        assertThat(rendered).isEqualTo(Files.readString(golden));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "replicas=0 | '/replicas': minimum: got 0, want 1",
                "replica=3 | additional properties 'replica' not allowed",
                "postgres.url= | '/postgres/url'",
                "postgres.url=postgresql://db/outlast | '/postgres/url'",
                "postgres.password=secret | '/postgres': additional properties 'password' not allowed",
                "existingSecret= | '/existingSecret'",
                "existingSecret=Not A Name | '/existingSecret'",
                "leadership.duration=15 | '/leadership/duration': got number, want string",
                "leadership.duration=1500ms | '/leadership/duration'",
                "image.digest=abc | '/image/digest'",
                "image.pullPolicy=Sometimes | '/image/pullPolicy': value must be one of",
                "runAsUser=0 | '/runAsUser': minimum: got 0, want 1",
                "bind=127.0.0.1 | '/bind': value must be one of",
                "jobs.namespaces={Jobs} | '/jobs/namespaces/0'",
                "jobs.namespaces={a,a} | '/jobs/namespaces'",
                "service.type=ExternalName | '/service/type'",
                "homeSize=much | '/homeSize'",
                "config=text | '/config': got string, want object",
            })
    void aWrongValueIsRefusedByItsName(String setting, String said) {
        var refused = template(values("least"), "--set", setting);
        assertThat(refused.code()).as(refused.out()).isNotZero();
        assertThat(refused.out()).contains("don't meet the specifications of the schema", said);
    }

    @Test
    void withoutValuesItSaysWhatHasToBeGiven() {
        var refused = Tools.run(
                Tools.command(Tools.helm(), "template", "outlast", Tools.CHART.toString(), "--kube-version", VERSION));
        assertThat(refused.code()).isNotZero();
        assertThat(refused.out()).contains("'/existingSecret'", "'/postgres/url'");
    }

    /// A pod's own address is put into the file only where the pod starts; here by the same script.
    @Test
    void theStartWritesTheSettingsAndCopiesOfTheSecretsThatOnlyItCanRead(@TempDir Path directory) throws IOException {
        for (var name : List.of("config", "secrets", "run")) {
            Files.createDirectory(directory.resolve(name));
        }
        Files.writeString(
                directory.resolve("config/config.yaml"), "advertise: http://POD_ADDRESS:46800\n#POD_DASHED POD_IP\n");
        Files.writeString(directory.resolve("secrets/secrets.key"), "key\n");
        var script = Files.readString(Tools.CHART.resolve("files/start.sh"))
                .replace("/etc/outlast/config.yaml", directory + "/config/config.yaml")
                .replace("/etc/outlast-secrets", directory + "/secrets")
                .replace("/run/outlast", directory + "/run")
                .replace("exec /opt/outlast/outlast controller run", "stat -c %a " + directory + "/run/*");
        var homes = new ArrayList<String>();
        for (var address : List.of("10.1.2.3", "fd00::1")) {
            var home = directory.resolve(address.replace(':', '-'));
            var said = Tools.run(List.of("dash", "-c", script), Map.of("POD_IP", address, "OUTLAST_HOME", home + ""));
            assertThat(said.well()).isEqualTo("600");
            homes.add(Files.readString(home.resolve("config.yaml")));
        }
        assertThat(homes)
                .containsExactly(
                        "advertise: http://10.1.2.3:46800\n#10-1-2-3 10.1.2.3\n",
                        "advertise: http://[fd00::1]:46800\n#fd00--1 fd00::1\n");
    }
}
