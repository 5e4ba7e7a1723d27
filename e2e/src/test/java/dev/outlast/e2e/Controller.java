package dev.outlast.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/// One installation and the controller that runs on it, as a child process. It can be killed, stopped, frozen and
/// started again, on the same home and a new port.
final class Controller implements AutoCloseable {
    static final Duration LONG = Duration.ofMinutes(4);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path directory;
    private final Path home;
    private final Door door;
    private @Nullable Process process;
    private volatile String address = "";
    private final Map<String, String> environment = new HashMap<>();
    private int starts;

    /// @param directory empty and of this test alone; everything the installation touches lies below it
    Controller(Path directory) {
        this(directory, directory.resolve("home"));
    }

    /// @param home may be another controller's: this one must then be refused
    Controller(Path directory, Path home) {
        this.directory = directory;
        this.home = home;
        this.door = new Door(() -> address, this::token);
        try {
            for (var name : List.of("home", "user", "tmp")) {
                Files.createDirectories(directory.resolve(name));
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static Controller in(Path directory) {
        return new Controller(directory).start();
    }

    Path home() {
        return home;
    }

    Door door() {
        return door;
    }

    /// From the next start on it has this in its environment.
    Controller with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /// Becomes `config.yaml`, read at the next start.
    Controller configured(String yaml) throws IOException {
        Files.writeString(home.resolve("config.yaml"), yaml);
        return this;
    }

    /// Starts it and waits until it is ready.
    Controller start() {
        var started = spawn();
        try {
            await().atMost(LONG).pollInterval(Duration.ofMillis(20)).until(() -> isReady() || !started.isAlive());
        } catch (ConditionTimeoutException stuck) {
            throw new AssertionError("not ready in " + LONG + ": " + threads() + "\n" + lastLogged(), stuck);
        }
        assertThat(started.isAlive()).as("it starts: %s", said()).isTrue();
        return this;
    }

    /// What every thread does, on the controller's own terminal.
    private String threads() {
        try {
            signal("QUIT");
            TimeUnit.SECONDS.sleep(2);
        } catch (IOException | InterruptedException cut) {
            return cut.toString();
        }
        return said();
    }

    private String lastLogged() {
        try {
            var lines = log().lines().toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
        } catch (IOException none) {
            return none.toString();
        }
    }

    /// Starts it and does not wait.
    Process spawn() {
        return spawn("run", "--port", "0");
    }

    Process spawn(String... arguments) {
        address = "";
        starts++;
        // Whoever runs the tests in the background has made Ctrl-C mean nothing, and children inherit that.
        var argv = new ArrayList<>(List.of(
                "env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + directory.resolve("tmp"),
                "-Duser.home=" + directory.resolve("user"),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.outlast.controller.Main"));
        argv.addAll(List.of(arguments));
        var builder = new ProcessBuilder(argv)
                .directory(directory.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(output().toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("OUTLAST") || name.startsWith("SKYPILOT"));
        builder.environment().put("OUTLAST_HOME", home.toString());
        builder.environment().putAll(environment);
        try {
            process = builder.start();
            return process;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// Whether the process that runs now has said where it listens.
    boolean isReady() {
        try {
            var file = home.resolve("controller.json");
            if (process == null || !Files.exists(file)) {
                return false;
            }
            var said = JSON.readTree(Files.readString(file));
            if (said.path("pid").asLong() != process.pid()) {
                return false;
            }
            address = said.path("address").asText();
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /// Waits until it has ended by itself; gives its exit code.
    int awaitExit() {
        var ended = running();
        await("the end of " + ended + ": " + said()).atMost(LONG).until(() -> !ended.isAlive());
        address = "";
        process = null;
        return ended.exitValue();
    }

    /// SIGKILL.
    void kill() {
        address = "";
        end(Process::destroyForcibly);
    }

    /// SIGTERM; gives its exit code.
    int stop() {
        return end(Process::destroy);
    }

    private interface Ending {
        void of(Process process);
    }

    private int end(Ending ending) {
        var ended = running();
        ending.of(ended);
        try {
            assertThat(ended.waitFor(LONG.toSeconds(), TimeUnit.SECONDS))
                    .as("the controller ends when told: " + said())
                    .isTrue();
        } catch (InterruptedException cut) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(cut);
        }
        address = "";
        process = null;
        return ended.exitValue();
    }

    /// Sends it a signal by its id.
    void signal(String name) throws IOException, InterruptedException {
        var kill =
                new ProcessBuilder("kill", "-" + name, Long.toString(running().pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    boolean runs() {
        return process != null;
    }

    Process running() {
        return Optional.ofNullable(process).orElseThrow(() -> new IllegalStateException("no controller runs"));
    }

    /// What the process that was started last wrote to its terminal.
    String said() {
        try {
            return Files.exists(output()) ? Files.readString(output()) : "";
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }

    /// The controller's own log.
    String log() throws IOException {
        return Files.readString(home.resolve("logs/controller.log"));
    }

    private Path output() {
        return directory.resolve("controller." + starts + ".out");
    }

    private String token() {
        try {
            return Files.readString(home.resolve("token")).strip();
        } catch (IOException notYet) {
            return "";
        }
    }

    /// The launcher's record of clusters, and their nodes.
    List<Path> clusters() throws IOException {
        var found = new ArrayList<Path>();
        ClusterLines.live(home.resolve("providers/local")).forEach(found::add);
        for (var name : List.of("nodes", "making", "trash")) {
            var there = home.resolve("providers/local").resolve(name);
            if (Files.isDirectory(there)) {
                try (var entries = Files.newDirectoryStream(there, entry -> !isOfTheNode(entry))) {
                    entries.forEach(found::add);
                }
            }
        }
        return found;
    }

    /// The runner keeps what it learned of this machine beside its attempt directories.
    private static boolean isOfTheNode(Path entry) {
        return entry.getFileName().toString().equals(".node-capabilities");
    }

    /// What it runs now, awaited.
    void awaitStatus(long job, String status) {
        await("job " + job + " is " + status)
                .atMost(LONG)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> {
                    var view = door.job(job);
                    assertThat(view.path("status").asText()).as("%s", view).isEqualTo(status);
                });
    }

    /// Everything is gone: clusters and processes.
    void assertNothingLeft() {
        await("no cluster is left")
                .atMost(LONG)
                .untilAsserted(() -> assertThat(clusters()).isEmpty());
        await("no process is left")
                .atMost(LONG)
                .untilAsserted(
                        () -> assertThat(Processes.of(home, controllerPids())).isEmpty());
    }

    private List<Long> controllerPids() {
        return process == null ? List.of() : List.of(process.pid());
    }

    /// Leaves nothing behind, whatever the test did: jobs are cancelled in order, what is left is killed by its id.
    @Override
    public void close() {
        try {
            if (process == null || !process.isAlive()) {
                spawn();
                await().atMost(LONG).until(() -> isReady() || !running().isAlive());
            }
            if (isReady() && running().isAlive()) {
                door.send("POST", "/v1/jobs/cancel", Map.of(), "{\"all\": true}");
                await().atMost(LONG).until(() -> clusters().isEmpty());
            }
            end(Process::destroy);
        } catch (RuntimeException | AssertionError stuck) {
            System.err.println("cleaning up by force: " + stuck);
        } finally {
            if (process != null) {
                process.destroyForcibly();
            }
            Processes.kill(home, List.of());
        }
    }
}
