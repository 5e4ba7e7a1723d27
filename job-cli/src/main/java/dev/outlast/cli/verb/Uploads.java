package dev.outlast.cli.verb;

import dev.outlast.checkpointing.blob.ArchiveRefused;
import dev.outlast.checkpointing.blob.WorkdirArchive;
import dev.outlast.cli.CommandFailure;
import dev.outlast.cli.ExitCodes;
import dev.outlast.cli.Session;
import dev.outlast.cli.client.Controller;
import dev.outlast.cli.client.Refusal;
import dev.outlast.cli.client.Request;
import dev.outlast.core.task.JobSpec;
import dev.outlast.core.task.LocalPath;
import dev.outlast.core.task.Problem;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The files of this machine that a job needs: packed here, and sent where the controller does not have them yet.
final class Uploads implements AutoCloseable {
    private static final long MAX_BYTES = 2L << 30;
    /// What the one file of an archive is called that stands for a file, not a folder.
    private static final String ONLY_FILE = "file";

    private final Session session;
    private final Entry entry;
    private final Path folder;
    private final Map<String, Packed> packed = new LinkedHashMap<>();

    /// @param name for the job: its sha256, for a single file with the name of the file in it
    private record Packed(Path archive, String sha256, String name) {}

    private Uploads(Session session, Entry entry, Path folder) {
        this.session = session;
        this.entry = entry;
        this.folder = folder;
    }

    /// Looks at all paths first, so that all that are missing are told at once.
    static Uploads pack(Session session, Entry entry, JobSpec job) throws CommandFailure, IOException {
        var uploads = new Uploads(session, entry, Files.createTempDirectory("outlast-upload-"));
        try {
            uploads.packAll(job);
        } catch (CommandFailure | IOException | RuntimeException failed) {
            uploads.close();
            throw failed;
        }
        return uploads;
    }

    /// By path as written in the text.
    Map<String, String> names() {
        var names = new LinkedHashMap<String, String>();
        packed.forEach((source, one) -> names.put(source, one.name()));
        return names;
    }

    void send(Controller controller) throws CommandFailure, IOException, InterruptedException {
        for (var one : packed.values()) {
            if (!has(controller, one.sha256())) {
                controller.askUntilAnswered(Request.upload("/v1/blobs", one.archive()), entry.shown());
            }
        }
    }

    @Override
    public void close() throws IOException {
        try (var left = Files.list(folder)) {
            for (var file : left.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    private static boolean has(Controller controller, String sha256)
            throws CommandFailure, IOException, InterruptedException {
        try {
            controller.askUntilAnswered(Request.get("/v1/blobs/" + sha256), "");
            return true;
        } catch (Refusal absent) {
            if (absent.exitCode() == ExitCodes.JOB_NOT_FOUND) {
                return false;
            }
            throw absent;
        }
    }

    private void packAll(JobSpec job) throws CommandFailure, IOException {
        var paths = new LinkedHashMap<LocalPath, Path>();
        var problems = new ArrayList<Problem>();
        for (var task : job.tasks()) {
            for (var local : task.localPaths()) {
                var path = resolve(local);
                boolean there = local.kind() == LocalPath.Kind.DIRECTORY ? Files.isDirectory(path) : Files.exists(path);
                if (there) {
                    paths.put(local, path);
                } else {
                    problems.add(local.missing());
                }
            }
        }
        for (var local : paths.entrySet()) {
            if (!packed.containsKey(local.getKey().source())) {
                try {
                    packed.put(local.getKey().source(), pack(local.getValue()));
                } catch (ArchiveRefused refused) {
                    var place = local.getKey();
                    var message = String.valueOf(refused.getMessage());
                    problems.add(new Problem(place.line(), place.column(), place.path(), message));
                }
            }
        }
        if (!problems.isEmpty()) {
            throw refused(problems);
        }
    }

    private CommandFailure refused(List<Problem> problems) {
        return new CommandFailure(
                ExitCodes.REFUSED,
                problems.stream().map(p -> p.render(entry.shown())).toList());
    }

    /// What an option names is relative to where the command was typed; what a file names, to the file.
    private Path resolve(LocalPath local) throws CommandFailure {
        try {
            var source = local.source();
            if (source.equals("~") || source.startsWith("~/")) {
                return session.userHome().resolve(source.length() < 2 ? "" : source.substring(2));
            }
            return (local.line() == 0 ? session.folder() : entry.folder())
                    .resolve(source)
                    .normalize();
        } catch (InvalidPathException wrong) {
            throw refused(List.of(local.missing()));
        }
    }

    private Packed pack(Path path) throws IOException {
        var archive = folder.resolve("archive-" + packed.size() + ".tar");
        if (Files.isDirectory(path)) {
            var sha256 = pack(path, archive);
            return new Packed(archive, sha256, sha256);
        }
        var alone = Files.createDirectory(folder.resolve("alone"));
        var copy = alone.resolve(ONLY_FILE);
        try {
            Files.copy(path, copy, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
            var sha256 = pack(alone, archive);
            return new Packed(archive, sha256, sha256 + "/" + ONLY_FILE);
        } finally {
            Files.deleteIfExists(copy);
            Files.delete(alone);
        }
    }

    private static String pack(Path tree, Path archive) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every Java has SHA-256", absent);
        }
        try (var out = new DigestOutputStream(new BufferedOutputStream(Files.newOutputStream(archive)), digest)) {
            WorkdirArchive.create(tree, out, MAX_BYTES);
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
