package dev.outlast.controller.skyapi;

import dev.outlast.controller.api.Answer;
import dev.outlast.controller.api.BodyReader;
import dev.outlast.controller.api.RequestException;
import dev.outlast.controller.api.Rights;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Uploads of clients: `<user>/<id>/part-N` until the last piece is there; then the archive is one of the controller's
/// own blobs, and `<user>/<id>.blob` holds its sha256.
///
/// The client's name of an upload is a hash that nobody checks, so it is a name among the uploads of one user only.
public final class Uploads {
    static final int MOST_PIECES = 100;
    private static final long MAX_PIECE = 128L << 20;
    private static final long MAX_TOTAL = 2L << 30;
    private static final Pattern USER = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern CONTENT = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern TIME = Pattern.compile("sky-[0-9a-z-]{8,80}");

    private final SkyParts parts;
    private final UploadNames names;
    private final Object[] locks = Stream.generate(Object::new).limit(64).toArray();

    Uploads(SkyParts parts) {
        this.parts = parts;
        this.names = new UploadNames(parts.uploads(), parts.beyond().store());
    }

    enum Kind {
        /// Named by a hash of what is in it; it stays, and the same files are not sent twice.
        BY_CONTENT,
        /// Named by when it was made. A launch that follows does not name it: it means the newest that has the file.
        BY_TIME
    }

    record Key(String user, String id) {
        static Key of(String user, String id, Kind kind) {
            if (!USER.matcher(user).matches()) {
                throw RequestException.bad("user_hash", "expected up to 64 letters and digits");
            }
            var pattern = switch (kind) {
                case BY_CONTENT -> CONTENT;
                case BY_TIME -> TIME;
            };
            if (!pattern.matcher(id).matches()) {
                throw RequestException.bad("the id of an upload is not one: '" + id + "'");
            }
            return new Key(user, id);
        }
    }

    /// @param missing pieces that are still to come
    record Progress(List<Integer> missing) {
        boolean whole() {
            return missing.isEmpty();
        }
    }

    boolean has(Key key) throws IOException {
        return names.sha256(key).filter(parts.controller()::hasBlob).isPresent();
    }

    /// @throws RequestException when the piece, or the archive it completes, is not taken
    Progress put(Key key, int index, int count, InputStream in, Rights rights) throws IOException {
        if (has(key)) {
            in.transferTo(OutputStream.nullOutputStream());
            return new Progress(List.of());
        }
        // Beside the folder of the upload, which goes away when another connection brings the last piece.
        var fresh = Files.createTempFile(Files.createDirectories(parts.uploads()), "piece-", ".new");
        try {
            copy(in, fresh);
            return keep(key, index, count, fresh, rights);
        } catch (FileSystemException full) {
            throw new RequestException(503, "unavailable", "the piece could not be kept: " + full.getMessage());
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private Progress keep(Key key, int index, int count, Path fresh, Rights rights) throws IOException {
        var folder = parts.uploads().resolve(key.user()).resolve(key.id());
        // One of a few locks, not one each: those would have to be thrown away at the right moment.
        synchronized (locks[Math.floorMod(folder.hashCode(), locks.length)]) {
            if (has(key)) {
                return new Progress(List.of());
            }
            Files.createDirectories(folder);
            Files.move(
                    fresh,
                    folder.resolve("part-" + index),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            var missing = missing(folder, count);
            if (missing.isEmpty()) {
                finish(key, folder, count, rights);
            }
            return new Progress(missing);
        }
    }

    private static void copy(InputStream in, Path file) throws IOException {
        long total = 0;
        try (var out = Files.newOutputStream(file)) {
            var buffer = new byte[64 << 10];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                total += n;
                if (total > MAX_PIECE) {
                    BodyReader.discard(in);
                    throw new RequestException(413, "too_large", "a piece has more than " + MAX_PIECE + " bytes");
                }
                out.write(buffer, 0, n);
            }
        }
    }

    private static List<Integer> missing(Path folder, int count) {
        var missing = new ArrayList<Integer>();
        for (int i = 0; i < count; i++) {
            if (!Files.exists(folder.resolve("part-" + i))) {
                missing.add(i);
            }
        }
        return missing;
    }

    private void finish(Key key, Path folder, int count, Rights rights) throws IOException {
        long total = 0;
        for (int i = 0; i < count; i++) {
            total += Files.size(folder.resolve("part-" + i));
        }
        if (total > MAX_TOTAL) {
            remove(folder);
            throw new RequestException(413, "too_large", "the upload has more than " + MAX_TOTAL + " bytes");
        }
        var pieces = new ArrayList<InputStream>();
        try {
            for (int i = 0; i < count; i++) {
                pieces.add(Files.newInputStream(folder.resolve("part-" + i)));
            }
            var whole = new SequenceInputStream(Collections.enumeration(pieces));
            switch (rights.putBlob(whole)) {
                case Answer.Done<String>(String sha256) -> names.remember(key, sha256);
                case Answer.Refused<String> refused -> {
                    throw new RequestException(
                            400,
                            "refused",
                            "the upload is not taken: "
                                    + refused.problems().getFirst().message());
                }
                case Answer.NotFound<String> _,
                        Answer.Conflict<String> _,
                        Answer.Busy<String> _,
                        Answer.NoSpace<String> _,
                        Answer.Unavailable<String> _,
                        Answer.Unknown<String> _ ->
                    throw new RequestException(503, "unavailable", "the upload could not be kept; send it again");
            }
        } finally {
            for (var piece : pieces) {
                piece.close();
            }
            remove(folder);
        }
    }

    /// The name, for a launcher, of a file or folder of an upload.
    ///
    /// @param path as the client had it
    /// @throws SkyFailure when the upload is not there, or has no such file
    String find(Caller caller, String uploadId, String path) throws SkyFailure, IOException {
        var relative = relative(path);
        if (!uploadId.isEmpty()) {
            var key = Key.of(caller.hash(), uploadId, Kind.BY_CONTENT);
            var sha256 = names.sha256(key)
                    .orElseThrow(() -> SkyFailure.value("the upload " + uploadId + " is not there; send it again"));
            if (has(sha256, relative)) {
                return sha256 + "/" + relative;
            }
            throw SkyFailure.value("'" + path + "' is not in the upload");
        }
        for (var sha256 : names.newest(caller.hash())) {
            if (has(sha256, relative)) {
                return sha256 + "/" + relative;
            }
        }
        throw SkyFailure.value("'" + path + "' was not uploaded. If this controller listens on port 46580, use another:"
                + " the client believes that port to be its own machine's, and sends no files");
    }

    private static String relative(String path) throws SkyFailure {
        var relative = path.replaceAll("^/+", "").replaceAll("/+$", "").replaceAll("/{2,}", "/");
        for (var part : relative.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                throw SkyFailure.value("'" + path + "' is not a plain path");
            }
        }
        return relative;
    }

    private boolean has(String sha256, String relative) throws IOException {
        if (parts.beyond().store().isPresent()) {
            parts.beyond().bringing().ready(sha256);
        }
        return Files.exists(parts.blobs().resolve(sha256).resolve(relative));
    }

    /// Removes uploads that were begun and not finished since then.
    ///
    /// @return how many
    public static int sweep(Path uploads, Instant since) throws IOException {
        if (!Files.isDirectory(uploads)) {
            return 0;
        }
        int swept = 0;
        try (var pieces = Files.newDirectoryStream(uploads, "piece-*.new")) {
            for (var piece : pieces) {
                if (Files.getLastModifiedTime(piece).toInstant().isBefore(since) && Files.deleteIfExists(piece)) {
                    swept++;
                }
            }
        }
        try (var users = Files.newDirectoryStream(uploads, Files::isDirectory)) {
            for (var user : users) {
                try (var unfinished = Files.newDirectoryStream(user, Files::isDirectory)) {
                    for (var folder : unfinished) {
                        if (newestIn(folder).isBefore(since)) {
                            remove(folder);
                            swept++;
                        }
                    }
                }
            }
        }
        return swept;
    }

    private static Instant newestIn(Path folder) throws IOException {
        var newest = Files.getLastModifiedTime(folder).toInstant();
        try (var files = Files.newDirectoryStream(folder)) {
            for (var file : files) {
                var at = Files.getLastModifiedTime(file).toInstant();
                newest = at.isAfter(newest) ? at : newest;
            }
        } catch (NoSuchFileException finished) {
            return Instant.MAX;
        }
        return newest;
    }

    private static void remove(Path folder) throws IOException {
        try (var files = Files.newDirectoryStream(folder)) {
            for (var file : files) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(folder);
    }
}
