package dev.outlast.controller.backup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// What a backup is, written last: `manifest.json`.
///
/// @param version of the controller that wrote it
/// @param keyId names the key that opens the jobs' secrets; empty when there was none
/// @param sealed how many jobs have secrets
public record Manifest(
        String version,
        Instant madeAt,
        String installation,
        int incarnation,
        long epoch,
        long lastJobId,
        String keyId,
        long sealed,
        List<Entry> files) {
    static final String NAME = "manifest.json";
    static final int FORMAT = 1;

    /// @param path below the backup, with `/`
    public record Entry(String path, long bytes, String sha256) {
        public Entry {
            Objects.requireNonNull(path);
            Objects.requireNonNull(sha256);
        }
    }

    public Manifest {
        Objects.requireNonNull(version);
        Objects.requireNonNull(madeAt);
        Objects.requireNonNull(installation);
        Objects.requireNonNull(keyId);
        files = List.copyOf(files);
    }

    long bytes() {
        return files.stream().mapToLong(Entry::bytes).sum();
    }

    String json() {
        var json = new ObjectMapper();
        var root = json.createObjectNode()
                .put("format", FORMAT)
                .put("version", version)
                .put("made_at", madeAt.toString())
                .put("installation", installation)
                .put("incarnation", incarnation)
                .put("epoch", epoch)
                .put("last_job_id", lastJobId)
                .put("key_id", keyId)
                .put("jobs_with_secrets", sealed);
        var list = root.putArray("files");
        files.forEach(f ->
                list.addObject().put("path", f.path()).put("bytes", f.bytes()).put("sha256", f.sha256()));
        try {
            return json.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// @throws BackupException when there is none, or none that this version reads
    static Manifest read(Path backup) throws BackupException {
        var file = backup.resolve(NAME);
        try {
            var root = new ObjectMapper().readTree(Files.readString(file));
            var format = root.path("format").asInt(0);
            if (format != FORMAT) {
                throw new BackupException(
                        file + " has format " + format + ", and this version reads " + FORMAT + " alone");
            }
            return read(root);
        } catch (IOException | DateTimeException unreadable) {
            throw new BackupException(backup + " is no whole backup: " + unreadable, unreadable);
        }
    }

    private static Manifest read(JsonNode root) {
        var files = new ArrayList<Entry>();
        for (var file : root.path("files")) {
            files.add(new Entry(
                    file.path("path").asText(),
                    file.path("bytes").asLong(),
                    file.path("sha256").asText()));
        }
        return new Manifest(
                root.path("version").asText(),
                Instant.parse(root.path("made_at").asText()),
                root.path("installation").asText(),
                root.path("incarnation").asInt(),
                root.path("epoch").asLong(),
                root.path("last_job_id").asLong(),
                root.path("key_id").asText(),
                root.path("jobs_with_secrets").asLong(),
                files);
    }
}
