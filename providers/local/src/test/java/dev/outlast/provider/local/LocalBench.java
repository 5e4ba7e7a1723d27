package dev.outlast.provider.local;

import dev.outlast.core.cluster.Activation;
import dev.outlast.core.cluster.Demand;
import dev.outlast.core.cluster.MountPoint;
import dev.outlast.core.cluster.Place;
import dev.outlast.core.cluster.Quantity;
import dev.outlast.core.job.Token;
import dev.outlast.core.spi.Launcher;
import dev.outlast.core.spi.LauncherException;
import dev.outlast.core.spi.LauncherFactory.LauncherContext;
import dev.outlast.testkit.launcher.LauncherBench;
import dev.outlast.testkit.launcher.Script;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/// A local launcher with a home of its own below `target`. Closing it releases and deletes everything.
final class LocalBench implements LauncherBench {
    static final Map<String, String> CONFIGURATION = Map.of(
            "regions.roomy.capacity", "50",
            "regions.tiny.capacity", "1",
            "regions.tiny.zones", "a",
            "profile", "none");

    private final Path root;
    private final Map<String, String> configuration;
    private final List<Launcher> opened = new ArrayList<>();

    LocalBench(Map<String, String> more) {
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

    LauncherContext context() {
        return new LauncherContext(home(), blobs(), buckets(), configuration);
    }

    @Override
    public LocalLauncher launcher() {
        return (LocalLauncher) opened.getFirst();
    }

    @Override
    public LocalLauncher reopened() {
        var launcher = (LocalLauncher) new LocalLauncherFactory().create(context());
        opened.add(launcher);
        return launcher;
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
        for (var place : List.of("clusters", "making", "nodes", "trash", "notify")) {
            try (Stream<Path> files = Files.list(home().resolve(place))) {
                files.filter(file -> file.getFileName().toString().startsWith(token.fileName()))
                        .forEach(file -> found.add(file.toString()));
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
        found.addAll(processesOf(home().resolve("nodes").resolve(token.fileName() + ".")));
        return found;
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
