package dev.outlast.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The units in `systemd/` say what must be said, and systemd itself understands all of it.
class UnitFilesTest {
    private static final Path UNITS = Product.ROOT.resolve("systemd");
    private static final Pattern EXPOSURE = Pattern.compile("exposure level for .*: ([0-9.]+) ");
    private static final double MOST_EXPOSED = 2.0;

    /// What keeps jobs alive, and a controller that hangs or ends from staying so.
    private static final Map<String, String> ALWAYS = Map.ofEntries(
            Map.entry("Service.Type", "notify"),
            Map.entry("Service.NotifyAccess", "main"),
            Map.entry("Service.WatchdogSec", "60"),
            Map.entry("Service.KillMode", "process"),
            Map.entry("Service.Delegate", "yes"),
            Map.entry("Service.OOMPolicy", "continue"),
            Map.entry("Service.Restart", "always"),
            Map.entry("Service.RestartSec", "2"),
            Map.entry("Service.RestartPreventExitStatus", "2 3"),
            Map.entry("Unit.StartLimitIntervalSec", "0"),
            Map.entry("Service.User", "outlast"),
            Map.entry("Service.UMask", "0077"),
            Map.entry("Service.StateDirectoryMode", "0700"),
            Map.entry("Install.WantedBy", "multi-user.target"));

    private static final Map<String, String> WALLS = Map.ofEntries(
            Map.entry("Service.NoNewPrivileges", "yes"),
            Map.entry("Service.CapabilityBoundingSet", ""),
            Map.entry("Service.ProtectSystem", "strict"),
            Map.entry("Service.ProtectHome", "yes"),
            Map.entry("Service.PrivateTmp", "yes"),
            Map.entry("Service.PrivateDevices", "yes"),
            Map.entry("Service.ProtectClock", "yes"),
            Map.entry("Service.ProtectHostname", "yes"),
            Map.entry("Service.ProtectControlGroups", "yes"),
            Map.entry("Service.ProtectKernelModules", "yes"),
            Map.entry("Service.RestrictNamespaces", "yes"),
            Map.entry("Service.RestrictRealtime", "yes"),
            Map.entry("Service.RestrictSUIDSGID", "yes"),
            Map.entry("Service.LockPersonality", "yes"),
            Map.entry("Service.SystemCallArchitectures", "native"),
            Map.entry("Service.RestrictAddressFamilies", "AF_INET AF_INET6 AF_UNIX"));

    @TempDir
    private Path directory;

    /// All settings as `Section.Key`, in order; what is given twice is kept with a line between.
    private static Map<String, String> unit(String name) throws IOException {
        var found = new LinkedHashMap<String, String>();
        var section = "";
        for (var line : Files.readAllLines(UNITS.resolve(name))) {
            if (line.startsWith("[")) {
                section = line.substring(1, line.length() - 1);
            } else if (!line.isBlank() && !line.startsWith("#")) {
                var equals = line.indexOf('=');
                assertThat(equals).as("%s: %s", name, line).isPositive();
                found.merge(
                        section + "." + line.substring(0, equals), line.substring(equals + 1), (a, b) -> a + "\n" + b);
            }
        }
        return found;
    }

    @ParameterizedTest
    @ValueSource(strings = {"outlast.service", "outlast-standby.service", "outlast-local.service"})
    void theJobsOutliveTheControllerAndItIsWatched(String name) throws IOException {
        assertThat(unit(name)).containsAllEntriesOf(ALWAYS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"outlast.service", "outlast-standby.service"})
    void theHardenedOnesAreShutInAndHaveNoLocalLauncher(String name) throws IOException {
        var unit = unit(name);
        assertThat(unit).containsAllEntriesOf(WALLS);
        assertThat(unit.get("Service.Environment")).contains("OUTLAST_WITHOUT=local");
        assertThat(unit).as("the JVM writes code and then runs it").doesNotContainKey("Service.MemoryDenyWriteExecute");
        assertThat(Files.readString(UNITS.resolve(name))).contains("# MemoryDenyWriteExecute is left out on purpose");
    }

    @Test
    void thePlainOneHasTheLocalLauncherAndNoWallAroundItsJobs() throws IOException {
        var unit = unit("outlast-local.service");
        assertThat(unit.get("Service.Environment")).doesNotContain("OUTLAST_WITHOUT");
        assertThat(unit).doesNotContainKeys(WALLS.keySet().toArray(String[]::new));
        assertThat(unit).containsEntry("Unit.Conflicts", "outlast.service");
    }

    @Test
    void theTwoHardenedOnesDifferOnlyWhereTheyMust() throws IOException {
        var first = unit("outlast.service");
        var second = unit("outlast-standby.service");
        var differ = new ArrayList<String>();
        for (var key : first.keySet()) {
            if (!first.get(key).equals(second.get(key))) {
                differ.add(key);
            }
        }
        assertThat(second.keySet()).isEqualTo(first.keySet());
        assertThat(differ)
                .containsExactly(
                        "Unit.Description",
                        "Unit.After",
                        "Service.Environment",
                        "Service.EnvironmentFile",
                        "Service.ExecStart",
                        "Service.StateDirectory");
    }

    @Test
    void theEnvironmentFileIsOneAndNamesWhatTheControllerReads() throws IOException {
        for (var line : Files.readAllLines(UNITS.resolve("outlast.env"))) {
            assertThat(line).matches("|#.*|[A-Z_]+=.*");
        }
        assertThat(Files.readString(UNITS.resolve("outlast.env"))).contains("#OUTLAST_WITHOUT=", "#JAVA_HOME=");
    }

    @Test
    void systemdUnderstandsEveryLine() throws Exception {
        assumeSystemd();
        var files = new ArrayList<String>();
        for (var name : List.of("outlast.service", "outlast-standby.service", "outlast-local.service")) {
            files.add(installed(name).toString());
        }
        var argv = new ArrayList<>(List.of("systemd-analyze", "verify"));
        argv.addAll(files);
        // It exits with 0 also for keys it does not know; then it speaks.
        assertThat(run(argv)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"outlast.service", "outlast-standby.service"})
    void systemdFindsTheHardenedOnesHardened(String name) throws Exception {
        assumeSystemd();
        var said = run(List.of(
                "systemd-analyze",
                "security",
                "--offline=true",
                "--no-pager",
                installed(name).toString()));
        var found = EXPOSURE.matcher(said);
        assertThat(found.find()).as(said).isTrue();
        assertThat(Double.parseDouble(found.group(1))).as(said).isLessThanOrEqualTo(MOST_EXPOSED);
    }

    /// As it stands, but with a command that is there on this machine.
    private Path installed(String name) throws IOException {
        var text = Files.readString(UNITS.resolve(name));
        assertThat(text).contains("ExecStart=/opt/outlast/outlast controller run");
        return Files.writeString(
                directory.resolve(name),
                text.replace(
                        "/opt/outlast/outlast",
                        Product.ROOT.resolve("outlast").toRealPath().toString()));
    }

    private static void assumeSystemd() {
        var there = Path.of("/usr/bin/systemd-analyze");
        assumeTrue(Files.isExecutable(there), there + " is not there: install the package systemd");
    }

    private String run(List<String> argv) throws IOException, InterruptedException {
        var output = directory.resolve("said");
        var process = new ProcessBuilder(argv)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        var said = Files.readString(output);
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }
}
