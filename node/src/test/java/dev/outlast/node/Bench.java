package dev.outlast.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.outlast.core.job.JobId;
import dev.outlast.core.job.Token;
import dev.outlast.node.RunnerSpec.Isolation;
import dev.outlast.node.RunnerSpec.Profile;
import dev.outlast.node.RunnerSpec.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/// One attempt directory below a test's temporary directory, run by one shell. Closing it ends all it started.
final class Bench implements AutoCloseable {
    final Path root;
    final AttemptDirectory attempt;
    final RunnerFiles files;
    private final Path bin;
    private final Path home;
    private final List<Process> started = new ArrayList<>();

    String setup = "";
    String run = "true";
    long epoch = 1;
    Map<String, String> variables = new LinkedHashMap<>();

    /// What whoever starts the runner has in its own environment, besides the path.
    Map<String, String> surroundings = new LinkedHashMap<>();

    Isolation isolation = Isolation.AUTO;
    Profile profile = Profile.NONE;
    Duration grace = Duration.ofSeconds(60);
    Duration lease = Duration.ZERO;
    Duration activateDeadline = Duration.ofMinutes(10);
    boolean barrier;
    Optional<RunnerSpec.Notice> notice = Optional.empty();
    Optional<String> path = Optional.empty();

    Bench(Path temporary, Shell shell) throws IOException {
        root = temporary;
        bin = temporary.resolve("bin");
        home = Files.createDirectories(temporary.resolve("home"));
        shell.linkInto(bin);
        attempt = new AttemptDirectory(temporary.resolve("attempts/a b"), InstantSource.system());
        files = RunnerFiles.install(new LocalNode(), temporary.resolve("runner").toString());
    }

    RunnerSpec spec() {
        var settings = new Settings(
                grace, lease, activateDeadline, isolation, profile, barrier, Optional.of(home.toString()), notice);
        return new RunnerSpec(new Token("inst", 1, new JobId(12), 0, 3), epoch, 0, 1, setup, run, variables, settings);
    }

    Path home() {
        return home;
    }

    String directory() {
        return attempt.root().toString();
    }

    Process start(String... options) throws IOException {
        assertThat(attempt.prepare(spec())).isTrue();
        return launch(options);
    }

    /// Starts the runner whatever lies in the directory.
    Process launch(String... options) throws IOException {
        var argv = new ArrayList<>(List.of("setsid", bin + "/sh", files.runner(), "start"));
        argv.addAll(List.of(options));
        argv.add(directory());
        var process = process(argv).start();
        started.add(process);
        return process;
    }

    ProcessBuilder process(List<String> argv) {
        var builder = new ProcessBuilder(argv);
        builder.environment().put("PATH", bin + ":" + path.orElse("/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"));
        builder.environment().putAll(surroundings);
        return builder.redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        root.resolve("runner.out").toFile()));
    }

    /// Runs a verb to its end: its exit code.
    int verb(String... words) throws IOException {
        var argv = new ArrayList<>(List.of(bin + "/sh", files.runner()));
        argv.addAll(List.of(words));
        argv.add(directory());
        return process(argv).start().onExit().join().exitValue();
    }

    /// Runs the attempt to its end.
    RunnerStatus.Exit runToEnd() throws IOException, InterruptedException {
        start().waitFor();
        return status().exit().orElseThrow(() -> new AssertionError("no exit record: " + said()));
    }

    RunnerStatus status() {
        try {
            return attempt.status();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    String statusLine() throws IOException {
        Files.deleteIfExists(root.resolve("runner.out"));
        verb("status");
        return said().strip();
    }

    String out() throws IOException {
        return Files.exists(attempt.out()) ? Files.readString(attempt.out(), StandardCharsets.ISO_8859_1) : "";
    }

    /// What runners and verbs printed, for messages of failing tests.
    String said() {
        var all = new StringBuilder();
        for (var file : List.of(root.resolve("runner.out"), attempt.root().resolve("state/log"))) {
            try {
                all.append(Files.readString(file));
            } catch (IOException _) {
                // Nothing was said.
            }
        }
        return all.toString();
    }

    String state(String name) throws IOException {
        return Files.readString(attempt.root().resolve("state").resolve(name)).strip();
    }

    void awaitOut(String text) {
        until("'" + text + "' in out", () -> out().contains(text));
    }

    void until(String what, Callable<Boolean> condition) {
        await(what)
                .pollInterval(Duration.ofMillis(10))
                .atMost(Duration.ofSeconds(60))
                .until(condition);
    }

    void assumeIsolatedBy(Isolation wanted) throws IOException {
        assumeTrue(
                wanted == Isolation.AUTO
                        || state("isolation").startsWith(wanted.name().toLowerCase(java.util.Locale.ROOT)),
                "this machine cannot isolate by " + wanted + ": skipped");
    }

    /// Processes, by their arguments.
    static List<String> processesWith(String words) throws IOException {
        try (var all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            var found = new ArrayList<String>();
            for (var process : all) {
                try {
                    var line = Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1)
                            .replace('\0', ' ');
                    if (line.contains(words)) {
                        found.add(process.getFileName() + " " + line);
                    }
                } catch (IOException _) {
                    // Gone meanwhile.
                }
            }
            return found;
        }
    }

    static List<String> words(String text) {
        return Arrays.asList(text.strip().split("\\s+", -1));
    }

    @Override
    public void close() throws IOException {
        if (Files.exists(attempt.root())) {
            assertThat(verb("release")).as("clean-up: %s", said()).isZero();
        }
        for (var process : started) {
            process.destroyForcibly().onExit().join();
        }
        until("nothing left of " + root, () -> processesWith(root.toString()).isEmpty());
    }
}
