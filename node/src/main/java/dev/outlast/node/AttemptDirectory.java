package dev.outlast.node;

import dev.outlast.node.RunnerStatus.Exit;
import dev.outlast.node.RunnerStatus.Liveness;
import dev.outlast.node.RunnerStatus.Phase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// The directory of one attempt and rank on this machine. `docs/node-runner.md` says what lies in it.
///
/// Reading it costs no process. On other machines the same is done by [RunnerSpec#files()], [NodeAccess] and
/// [RunnerStatus#parse(String)].
public final class AttemptDirectory {
    private final Path root;
    private final InstantSource clock;
    private final LocalNode node = new LocalNode();

    /// @param root absolute
    public AttemptDirectory(Path root, InstantSource clock) {
        if (!root.isAbsolute()) {
            throw new IllegalArgumentException("not absolute: " + root);
        }
        this.root = root;
        this.clock = clock;
    }

    public Path root() {
        return root;
    }

    /// Standard output and error of setup, then run. Read it by offset; its front may be punched away.
    public Path out() {
        return root.resolve("out");
    }

    public Path heartbeat() {
        return root.resolve("state/heartbeat");
    }

    /// Writes what the runner needs. Repeated after a crash it does no harm; a crash in between leaves a directory
    /// that does not start.
    ///
    /// @return false when the attempt was released already, and nothing was written
    public boolean prepare(RunnerSpec spec) throws IOException {
        if (Files.exists(root.resolve("tombstone"))) {
            return false;
        }
        node.put(root.toString(), spec.files());
        Files.createDirectories(root.resolve("state"));
        return true;
    }

    /// Lets `start --wait-activate` begin.
    public void activate() throws IOException {
        node.put(root.toString(), List.of(NodeFile.text("spec/activate", "")));
    }

    /// Lets `run` begin behind the barrier.
    public void go() throws IOException {
        node.put(root.toString(), List.of(NodeFile.text("spec/go", "")));
    }

    /// Renews the contact lease.
    ///
    /// @param sign anything that differs from the last one, on one line
    public void renewContact(String sign) throws IOException {
        node.put(root.toString(), List.of(NodeFile.text("spec/contact", sign + "\n")));
    }

    /// The process to start, in a new session and with nobody waiting for its output.
    public static List<String> startCommand(RunnerFiles files, String directory) {
        return List.of("setsid", "sh", files.runner(), "start", directory);
    }

    /// Any other verb: `drain`, `release`, `status`.
    public static List<String> command(RunnerFiles files, String verb, String directory) {
        return List.of("sh", files.runner(), verb, directory);
    }

    public RunnerStatus status() throws IOException {
        // A runner signs before it tells its first phase, and writes its exit record before it goes. So the phase is
        // read first, then whether it lives, then how it ended: in any other order one that has just begun or ended
        // would look like one that died without a word.
        var phases =
                text("state/phase").map(String::lines).stream().flatMap(l -> l).toList();
        var boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
        var liveness = liveness(boot);
        var exit = line("state/exit").map(Exit::parse);
        var uptime = uptime();
        var phase = Phase.NONE;
        var ran = Duration.ZERO;
        for (var entry : phases) {
            var words = entry.split(" ", -1);
            phase = RunnerStatus.phaseOf(words[0]);
            if (phase == Phase.RUN) {
                ran = uptime.minusMillis(Long.parseLong(words[1]));
            }
        }
        return new RunnerStatus(
                phase,
                liveness,
                exit,
                uptime,
                exit.map(Exit::ran).orElse(ran),
                size(),
                idle(),
                Files.exists(root.resolve("tombstone")),
                boot);
    }

    private Liveness liveness(String boot) throws IOException {
        if (line("state/pid")
                .flatMap(ProcessName::parse)
                .filter(p -> p.lives(boot))
                .isPresent()) {
            return Liveness.YES;
        }
        var job = line("state/job").flatMap(ProcessName::parse);
        return job.filter(p -> p.lives(boot)).isPresent() ? Liveness.ORPHAN : Liveness.NO;
    }

    private static Duration uptime() throws IOException {
        var text = Files.readString(Path.of("/proc/uptime"));
        // Hundredths of a second since boot.
        return Duration.ofMillis(
                Long.parseLong(text.substring(0, text.indexOf(' ')).replace(".", "")) * 10);
    }

    private long size() throws IOException {
        try {
            return Files.size(out());
        } catch (NoSuchFileException _) {
            return 0;
        }
    }

    private Optional<Duration> idle() throws IOException {
        var last = Long.MIN_VALUE;
        for (var file : List.of(out(), heartbeat())) {
            try {
                last = Math.max(last, Files.getLastModifiedTime(file).toMillis());
            } catch (NoSuchFileException _) {
                // Not begun, or a job without a heartbeat.
            }
        }
        return last == Long.MIN_VALUE
                ? Optional.empty()
                : Optional.of(Duration.ofMillis(Math.max(0, clock.millis() - last)));
    }

    /// The first line, once it is whole.
    private Optional<String> line(String name) throws IOException {
        return text(name).filter(t -> t.indexOf('\n') > 0).map(t -> t.substring(0, t.indexOf('\n')));
    }

    private Optional<String> text(String name) throws IOException {
        try {
            return Optional.of(Files.readString(root.resolve(name), StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }
}
