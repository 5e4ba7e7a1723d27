package dev.outlast.controller.service;

import dev.outlast.controller.config.Together;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/// Where everything of an installation lies: `OUTLAST_HOME`.
///
/// @param shared where lies what all controllers of an installation must see: this home, when there is but one
/// @param work where uploads and logs lie: in `shared`, or in this home where they are put elsewhere for the others
public record Home(Path root, Path shared, Path work) {
    public Home {
        Objects.requireNonNull(root);
        Objects.requireNonNull(shared);
        Objects.requireNonNull(work);
    }

    /// Of a controller that shares nothing.
    public Home(Path root) {
        this(root, root, root);
    }

    /// Makes the directories, readable by their owner only.
    public static Home open(Path root) throws IOException {
        return open(root, root, root);
    }

    /// As the settings say it.
    public static Home open(Path root, Together together) throws IOException {
        var there = of(root, together);
        return open(there.root, there.shared, there.work);
    }

    /// The same, without making anything.
    static Home of(Path root, Together together) {
        var shared = together.directory().orElse(root);
        return new Home(root, shared, together.artefacts().isPresent() ? root : shared);
    }

    private static Home open(Path root, Path shared, Path work) throws IOException {
        var home = new Home(
                root.toAbsolutePath().normalize(),
                shared.toAbsolutePath().normalize(),
                work.toAbsolutePath().normalize());
        for (var directory : new Path[] {
            home.root,
            home.shared,
            home.data(),
            home.logs(),
            home.jobLogs(),
            home.blobs(),
            home.buckets(),
            home.providers(),
            home.skyUploads()
        }) {
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(
                        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
        }
        return home;
    }

    /// Database, lock and reserve.
    public Path data() {
        return root.resolve("data");
    }

    public Path database() {
        return data().resolve("outlast.db");
    }

    /// The controller's own log.
    public Path logs() {
        return root.resolve("logs");
    }

    /// Who changed what.
    public Path audit() {
        return root.resolve("audit");
    }

    public Path jobLogs() {
        return work.resolve("job-logs");
    }

    public Path blobs() {
        return work.resolve("blobs");
    }

    /// Uploads of SkyPilot clients until they are whole.
    public Path skyUploads() {
        return work.resolve("sky-uploads");
    }

    public Path buckets() {
        return shared.resolve("buckets");
    }

    public Path providers() {
        return shared.resolve("providers");
    }

    /// The key that seals secrets: beside, never in, the database.
    public Path secretsKey() {
        return root.resolve("secrets.key");
    }

    public Path token() {
        return root.resolve("token");
    }

    public Path controllerFile() {
        return root.resolve("controller.json");
    }
}
