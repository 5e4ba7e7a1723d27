package dev.outlast.provider.local;

import dev.outlast.core.cluster.Activation;
import dev.outlast.core.spi.LauncherException;
import dev.outlast.node.JobEnvironment;
import dev.outlast.node.RunnerSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// Makes the directory of a node ready beside the place where it will lie: moved there, it is whole or not at all.
///
/// @param maker a name that no other launcher has
record NodeStage(HomeLayout home, NodeFiles files, LocalConfig config, Catalog catalog, String maker) {
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final String MANIFEST = "OUTLAST_RESUME_MANIFEST";

    void make(ClusterRecord record, int rank, Activation what) throws LauncherException, IOException {
        files.check(what);
        var directory = staged(record, rank);
        TreeDelete.delete(directory);
        Files.createDirectories(directory.resolve("spec"));
        Files.createDirectory(directory.resolve("state"));
        for (var file : spec(record, rank, what).files()) {
            write(directory.resolve(file.path()), file.content());
        }
        files.fill(
                directory.resolve("home"),
                nodeHome(record, rank),
                what,
                config.profile().equals("login"));
    }

    /// Never readable by others, not even for a moment: there are secrets in it.
    private static void write(Path file, String content) throws IOException {
        try (var channel = Files.newByteChannel(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OWNER_ONLY)) {
            var bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }

    /// The moment from which the node is there.
    void publish(ClusterRecord record, int rank) throws IOException {
        try {
            Files.move(staged(record, rank), home.node(record.token(), rank), StandardCopyOption.ATOMIC_MOVE);
        } catch (DirectoryNotEmptyException | FileAlreadyExistsException anotherLauncherDid) {
            discard(record, rank);
        }
    }

    void discard(ClusterRecord record, int rank) throws IOException {
        TreeDelete.delete(staged(record, rank));
    }

    private Path staged(ClusterRecord record, int rank) {
        return home.making().resolve(record.token().fileName() + "." + rank + "." + maker);
    }

    private Path nodeHome(ClusterRecord record, int rank) {
        return home.node(record.token(), rank).resolve("home");
    }

    private RunnerSpec spec(ClusterRecord record, int rank, Activation what) throws LauncherException {
        var variables = variables(record, rank, what);
        try {
            return new RunnerSpec(
                    record.token(),
                    what.epoch(),
                    rank,
                    record.nodes(),
                    what.setup(),
                    what.run(),
                    variables,
                    settings(record, rank, what));
        } catch (IllegalArgumentException wrong) {
            throw Refusals.config(String.valueOf(wrong.getMessage()));
        }
    }

    private RunnerSpec.Settings settings(ClusterRecord record, int rank, Activation what) {
        return new RunnerSpec.Settings(
                wholeSeconds(what.grace()),
                wholeSeconds(what.contactLease()),
                RunnerSpec.Settings.DEFAULT.activateDeadline(),
                RunnerSpec.Isolation.valueOf(config.isolation().toUpperCase(Locale.ROOT)),
                RunnerSpec.Profile.valueOf(config.profile().toUpperCase(Locale.ROOT)),
                record.nodes() > 1 && !what.setup().isEmpty(),
                Optional.of(nodeHome(record, rank).toString()),
                Optional.of(new RunnerSpec.Notice(
                        home.notifyDirectory().toString(), record.token().fileName())));
    }

    private static Duration wholeSeconds(Duration duration) {
        return Duration.ofSeconds(duration.plusMillis(999).toSeconds());
    }

    /// What the node knows, under what the controller and the user say: theirs wins.
    private Map<String, String> variables(ClusterRecord record, int rank, Activation what) throws LauncherException {
        var token = record.token();
        var place = record.offer().place();
        var gpus = catalog.find(record.offer().key())
                .map(item -> (int) Math.ceil(item.type().shape().acceleratorCount()))
                .orElse(0);
        var ips = IntStream.range(0, record.nodes())
                .mapToObj(node -> LoopbackAddresses.text(record.address() + node))
                .toList();
        var job = new JobEnvironment.Job(
                token.text(),
                List.of(token.text()),
                token.job().value(),
                0,
                1,
                System.getProperty("user.name", ""),
                "",
                translated(record, rank, what),
                what.secrets());
        var cluster = new JobEnvironment.Cluster(
                record.name(),
                place.provider(),
                place.region(),
                place.zone(),
                ips,
                gpus,
                token.attempt(),
                what.epoch());
        return new JobEnvironment(job, cluster, rank, Optional.empty()).variables();
    }

    /// The controller names the manifest by its bucket; the job finds it where the bucket is mounted.
    private Map<String, String> translated(ClusterRecord record, int rank, Activation what) throws LauncherException {
        var environment = new LinkedHashMap<>(what.environment());
        var manifest = environment.getOrDefault(MANIFEST, "");
        if (!manifest.isEmpty()) {
            NodeFiles.seenAt(nodeHome(record, rank), what, manifest)
                    .ifPresent(path -> environment.put(MANIFEST, path.toString()));
        }
        return environment;
    }
}
