package dev.outlast.controller.skyapi;

import dev.outlast.core.spi.ArtefactStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which blob an upload became: `<user>/<id>.blob` on this disk, and `sky-uploads/<user>/<id>/<sha256>` where other
/// controllers see it.
final class UploadNames {
    private static final String DONE = ".blob";
    private static final String PREFIX = "sky-uploads/";

    private final Path uploads;
    private final Optional<ArtefactStore> beyond;

    UploadNames(Path uploads, Optional<ArtefactStore> beyond) {
        this.uploads = uploads;
        this.beyond = beyond;
    }

    void remember(Uploads.Key key, String sha256) throws IOException {
        var user = uploads.resolve(key.user());
        var fresh = Files.createTempFile(user, "blob-", ".new");
        try {
            Files.writeString(fresh, sha256);
            if (beyond.isPresent()) {
                beyond.get().put(PREFIX + key.user() + "/" + key.id() + "/" + sha256, fresh);
            }
            Files.move(
                    fresh,
                    user.resolve(key.id() + DONE),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    Optional<String> sha256(Uploads.Key key) throws IOException {
        var file = uploads.resolve(key.user()).resolve(key.id() + DONE);
        try {
            return Optional.of(Files.readString(file).strip());
        } catch (NoSuchFileException none) {
            return beyond.isEmpty() ? Optional.empty() : newestOf(PREFIX + key.user() + "/" + key.id() + "/");
        }
    }

    private Optional<String> newestOf(String prefix) throws IOException {
        return beyond.orElseThrow().list(prefix).stream()
                .max(Comparator.comparing(ArtefactStore.Item::put))
                .map(item -> lastPart(item.name()));
    }

    /// Of the uploads that are named by their time, the newest first.
    List<String> newest(String user) throws IOException {
        var dated = new HashMap<String, Instant>();
        var folder = uploads.resolve(user);
        if (Files.isDirectory(folder)) {
            try (var files = Files.newDirectoryStream(folder, "sky-*" + DONE)) {
                for (var file : files) {
                    dated.merge(
                            Files.readString(file).strip(),
                            Files.getLastModifiedTime(file).toInstant(),
                            UploadNames::later);
                }
            }
        }
        if (beyond.isPresent()) {
            for (var item : beyond.get().list(PREFIX + user + "/sky-")) {
                dated.merge(lastPart(item.name()), item.put(), UploadNames::later);
            }
        }
        return dated.entrySet().stream()
                .sorted(Map.Entry.<String, Instant>comparingByValue().reversed())
                .map(Map.Entry::getKey)
                .toList();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static String lastPart(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }
}
