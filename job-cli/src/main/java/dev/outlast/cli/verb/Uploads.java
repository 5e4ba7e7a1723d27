package dev.outlast.cli.verb;

import dev.outlast.checkpointing.blob.ArchiveRefused;
import dev.outlast.checkpointing.blob.WorkdirArchive;
import dev.outlast.cli.CommandException;
import dev.outlast.cli.ExitCode;
import dev.outlast.cli.Shell;
import dev.outlast.cli.http.ApiException;
import dev.outlast.cli.http.Client;
import dev.outlast.core.task.JobSpec;
import dev.outlast.core.task.LocalPath;
import dev.outlast.core.task.Problem;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/// Sends the directories that a job needs, each as one archive named by its content; what is there already is not sent
/// again.
record Uploads(Shell shell, Client client) {
    private static final long MAX_BYTES = 2L << 30;

    /// @return by path as written: sha256
    Map<String, String> send(TaskText text, JobSpec job) {
        check(text, job);
        var sent = new LinkedHashMap<String, String>();
        for (var task : job.tasks()) {
            for (var path : task.localPaths()) {
                if (!sent.containsKey(path.source())) {
                    sent.put(path.source(), send(text.resolve(shell, path), path));
                }
            }
        }
        return sent;
    }

    private void check(TaskText text, JobSpec job) {
        var problems = new ArrayList<Problem>();
        for (var task : job.tasks()) {
            for (var path : task.localPaths()) {
                var there = text.resolve(shell, path);
                boolean fits = path.kind() == LocalPath.Kind.DIRECTORY ? Files.isDirectory(there) : Files.exists(there);
                if (!fits) {
                    problems.add(path.missing());
                } else if (!Files.isDirectory(there)) {
                    problems.add(new Problem(
                            path.line(),
                            path.column(),
                            path.path(),
                            "'" + path.source() + "' is a single file; name the directory it is in"));
                }
            }
        }
        if (!problems.isEmpty()) {
            throw text.refusal(problems);
        }
    }

    private String send(Path directory, LocalPath path) {
        try {
            var archive = Files.createTempFile("outlast-upload-", ".tar");
            try {
                var sha256 = pack(directory, archive);
                if (!isThere(sha256)) {
                    shell.err().println("Sending " + path.source() + " (" + Files.size(archive) / 1_024 + " KiB)");
                    client.put("/v1/blobs", archive);
                }
                return sha256;
            } finally {
                Files.deleteIfExists(archive);
            }
        } catch (ArchiveRefused refused) {
            throw new CommandException(ExitCode.ERROR, String.valueOf(refused.getMessage()));
        } catch (IOException failed) {
            throw new CommandException(ExitCode.ERROR, "cannot pack " + directory + ": " + failed.getMessage());
        }
    }

    private static String pack(Path directory, Path archive) throws IOException {
        try (var file = new BufferedOutputStream(Files.newOutputStream(archive), 1 << 16)) {
            var digest = MessageDigest.getInstance("SHA-256");
            WorkdirArchive.create(directory, new DigestOutputStream(file, digest), MAX_BYTES);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every Java has SHA-256", absent);
        }
    }

    private boolean isThere(String sha256) {
        try {
            client.get("/v1/blobs/" + sha256);
            return true;
        } catch (ApiException error) {
            if (Jobs.isMissing(error)) {
                return false;
            }
            throw error;
        }
    }
}
