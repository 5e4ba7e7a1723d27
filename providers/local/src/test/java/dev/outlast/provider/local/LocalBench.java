package dev.outlast.provider.local;

import dev.outlast.core.cluster.Activation;
import dev.outlast.core.cluster.ClusterHandle;
import dev.outlast.core.cluster.ClusterRequest;
import dev.outlast.core.cluster.Demand;
import dev.outlast.core.cluster.MountPoint;
import dev.outlast.core.cluster.Observation;
import dev.outlast.core.cluster.Place;
import dev.outlast.core.cluster.Quantity;
import dev.outlast.core.cluster.RankReport;
import dev.outlast.core.cluster.RankReport.Phase;
import dev.outlast.core.job.JobId;
import dev.outlast.core.job.Token;
import dev.outlast.core.spi.Launcher;
import dev.outlast.core.spi.LauncherException;
import dev.outlast.testkit.launcher.LauncherBench;
import dev.outlast.testkit.launcher.Script;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/// A local launcher with a home of its own below `target`. Closing it releases and deletes everything.
final class LocalBench implements LauncherBench {
    static final Map<String, String> CONFIGURATION = Map.of(
            "regions.roomy.capacity", "50",
            "regions.tiny.capacity", "1",
            "regions.tiny.zones", "a",
            "profile", "none");

    private final InstantSource clock;
    private final Path root;
    private final Map<String, String> configuration;
    private final List<Launcher> opened = new ArrayList<>();

    LocalBench(Map<String, String> more) {
        this(more, InstantSource.system());
    }

    LocalBench(Map<String, String> more, InstantSource clock) {
        this.clock = clock;
        configuration = new HashMap<>(CONFIGURATION);
        configuration.putAll(more);
        try {
            root = Files.createTempDirectory(
                    Files.createDirectories(Path.of("target", "bench").toAbsolutePath()), "home");
            Files.createDirectories(blobs());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        reopened();
    }

    Path home() {
        return root.resolve("home");
    }

    Path blobs() {
        return root.resolve("blobs");
    }

    Path buckets() {
        return root.resolve("buckets");
    }

    /// Home of the user who runs the controller.
    Path userHome() {
        return root.resolve("user");
    }

    /// Where the runner of this rank works.
    Path node(Token token, int rank) {
        return home().resolve("nodes").resolve(token.fileName() + "." + rank);
    }

    static Token token(long job) {
        return new Token("test", 1, new JobId(job), 0, 1);
    }

    ClusterHandle launch(Token token, int nodes, String type, Demand.Spot spot) throws LauncherException {
        var offer = launcher().offers(demand(nodes, "roomy", type, spot)).getFirst();
        return launcher().launch(new ClusterRequest(token, 1, offer, nodes, "cluster-of-" + token.job()));
    }

    /// Launches on plain nodes and starts the shell texts.
    ClusterHandle start(Token token, int nodes, String setup, String run) throws LauncherException {
        var handle = launch(token, nodes, "local.small", Demand.Spot.NO);
        launcher().activate(handle, shell(token, 1, setup, run, Map.of(), List.of()));
        return handle;
    }

    Observation look(ClusterHandle handle) {
        return Objects.requireNonNull(launcher().observe(List.of(handle)).get(handle));
    }

    /// The phases by rank while the cluster is up or noticed, else none.
    List<Phase> phases(ClusterHandle handle) {
        return switch (look(handle)) {
            case Observation.Up(var ranks) ->
                ranks.stream().map(RankReport::phase).toList();
            case Observation.Noticed(var ranks, var _) ->
                ranks.stream().map(RankReport::phase).toList();
            case Observation.Gone _, Observation.Unknown _ -> List.of();
        };
    }

    void awaitRunning(ClusterHandle handle) {
        await("all ranks run", () -> isAll(phases(handle), Phase.InRun.class::isInstance));
    }

    /// Waits for the end of all ranks and gives what the first one printed.
    String awaitOutput(ClusterHandle handle) throws LauncherException {
        await("all ranks end", () -> isAll(phases(handle), Phase.Exited.class::isInstance));
        return new String(launcher().readLog(handle, 0, 0, 1 << 20), StandardCharsets.UTF_8);
    }

    private static boolean isAll(List<Phase> phases, Predicate<Phase> wanted) {
        return !phases.isEmpty() && phases.stream().allMatch(wanted);
    }

    @Override
    public LocalLauncher launcher() {
        return (LocalLauncher) opened.getFirst();
    }

    @Override
    public LocalLauncher reopened() {
        try {
            var files = new NodeFiles(blobs(), buckets(), Files.createDirectories(userHome()));
            var config = LocalConfig.of(configuration);
            var launcher = new LocalLauncher(new LocalWorld.Means(home(), config, clock, files));
            opened.add(launcher);
            return launcher;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public Demand demand(int nodes) {
        return demand(nodes, "roomy", "", Demand.Spot.NO);
    }

    static Demand demand(int nodes, String region, String type, Demand.Spot spot) {
        return new Demand(
                nodes,
                List.of(new Demand.Choice(
                        new Place("", region, ""), Quantity.ANY, Quantity.ANY, "", 0, type, spot, 1e9)),
                false);
    }

    @Override
    public Optional<Demand> scarce() {
        return Optional.of(demand(1, "tiny", "", Demand.Spot.NO));
    }

    @Override
    public Activation activation(Token token, long epoch, Script script) {
        var setup = script.setup().isZero() && script.setupCode() == 0
                ? ""
                : "sleep " + script.setup().toMillis() / 1000.0 + "\nexit " + script.setupCode();
        var time = script.run().equals(Script.ENDLESS)
                ? "100000"
                : "" + script.run().toMillis() / 1000.0;
        var run = "printf '%s' '" + script.output() + "'\n" + (script.run().isZero() ? "" : "sleep " + time + "\n")
                + "exit " + script.code() + "\n";
        return shell(token, epoch, setup, run, Map.of(), List.of());
    }

    static Activation shell(
            Token token,
            long epoch,
            String setup,
            String run,
            Map<String, String> environment,
            List<MountPoint> mounts) {
        return new Activation(
                token, epoch, setup, run, environment, Map.of(), Duration.ofSeconds(5), Duration.ZERO, "", mounts);
    }

    @Override
    public void await(String what, BooleanSupplier holds) {
        Awaitility.await(what)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(10))
                .pollDelay(Duration.ZERO)
                .until(holds::getAsBoolean);
    }

    @Override
    public List<String> leftovers(Token token) {
        var found = new ArrayList<String>();
        for (var place : List.of("making", "nodes", "trash", "notify")) {
            try (Stream<Path> files = Files.list(home().resolve(place))) {
                files.filter(file -> file.getFileName().toString().startsWith(token.fileName()))
                        .forEach(file -> found.add(file.toString()));
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
        if (isThere(token)) {
            found.add("a line of " + token);
        }
        found.addAll(processesOf(home().resolve("nodes").resolve(token.fileName() + ".")));
        return found;
    }

    private boolean isThere(Token token) {
        try (var lines = Files.lines(home().resolve("clusters.log"))) {
            return lines.filter(line -> line.startsWith(token.fileName() + "\t"))
                    .reduce((_, last) -> last)
                    .filter(last -> !last.contains("\tgone\t"))
                    .isPresent();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /// What runs with a path of this node in its environment or as an argument.
    private static List<String> processesOf(Path node) {
        return ProcessHandle.allProcesses()
                .map(process -> Path.of("/proc", Long.toString(process.pid())))
                .filter(process -> reads(process.resolve("environ"), node) || reads(process.resolve("cmdline"), node))
                .map(Path::toString)
                .toList();
    }

    private static boolean reads(Path file, Path node) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1).contains(node.toString());
        } catch (IOException gone) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            var last = reopened();
            for (var owned : last.owned()) {
                last.release(owned.handle());
            }
            opened.forEach(Launcher::close);
            TreeDelete.delete(root);
        } catch (IOException | LauncherException broken) {
            throw new AssertionError("the bench cannot be cleared away", broken);
        }
    }
}
