package dev.outlast.checkpointing.store;

import dev.outlast.checkpointing.ManifestName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// What jobs bring into `local://` buckets and take away again: files of the user's machine, put in once, and buckets
/// that live no longer than the job that made them.
///
/// Every call may be made again, also after a crash in its middle. A bucket's own folder keeps the marks.
public final class JobBuckets {
    private static final String OWNER = ".owner";
    private static final String SOURCES = ".sources";
    /// No name of a bucket: what begins so is on its way in or out.
    private static final String APART = ".outlast-";

    private final Path root;
    private final LocalBuckets buckets;
    private final Map<String, String> owned = new ConcurrentHashMap<>();

    /// @param root of the buckets, as of [LocalBuckets]
    public JobBuckets(Path root) {
        this.root = root;
        this.buckets = new LocalBuckets(root);
    }

    /// Makes the bucket, unless it is there already: then it is somebody's who keeps it, or was made so before.
    ///
    /// @param bucket its name
    /// @param owner a name for the job, of printable characters
    public void makeFor(String owner, String bucket) throws IOException {
        Path directory = directory(bucket);
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            Path made = Files.createTempDirectory(root, APART);
            Path mark = made.resolve(ManifestName.HOME).resolve(OWNER);
            Files.createDirectories(mark.resolveSibling(""));
            Files.writeString(mark, owner);
            try {
                // Fails over a bucket with anything in it: it was made by somebody else meanwhile.
                Files.move(made, directory, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException cannot) {
                throw cannot;
            } catch (FileSystemException taken) {
                Trees.delete(made);
                if (!Files.isDirectory(directory)) {
                    throw taken;
                }
            }
        }
        if (owner(directory).equals(owner)) {
            owned.put(bucket, owner);
        }
    }

    /// Puts files and trees into the bucket, unless that was done before under the same mark: what the job changed
    /// since stays changed.
    ///
    /// @param mark names this filling for ever
    /// @param sources by their name in the bucket: a file or a tree; the empty name is the bucket itself
    public void put(String bucket, String mark, Map<String, Path> sources) throws IOException {
        Path directory = directory(bucket);
        Path done = directory.resolve(ManifestName.HOME).resolve(SOURCES).resolve(sha256(mark));
        if (Files.exists(done)) {
            return;
        }
        Files.createDirectories(done.resolveSibling(""));
        for (var source : new TreeMap<>(sources).entrySet()) {
            Trees.fill(source.getValue(), source.getKey().isEmpty() ? directory : directory.resolve(source.getKey()));
        }
        try {
            // Empty: the mark may hold what shall not be written down.
            Files.createFile(done);
        } catch (FileAlreadyExistsException doneTwiceAtOnce) {
            // Both put the same in.
        }
    }

    /// Finds what earlier processes made, and ends what they began to remove.
    public void recover() throws IOException {
        try (var entries = Files.newDirectoryStream(root)) {
            for (Path entry : entries) {
                var name = entry.getFileName().toString();
                if (name.startsWith(APART)) {
                    Trees.delete(entry);
                } else {
                    var owner = owner(entry);
                    if (!owner.isEmpty()) {
                        owned.put(name, owner);
                    }
                }
            }
        }
    }

    /// Buckets that live no longer than the job that made them: name to owner.
    public Map<String, String> owned() {
        return Map.copyOf(owned);
    }

    /// Removes the bucket if it is this owner's. It is gone at once; its content goes after it.
    public void remove(String bucket, String owner) throws IOException {
        Path directory = directory(bucket);
        if (owner(directory).equals(owner)) {
            Path apart = Files.createTempDirectory(root, APART);
            Files.move(directory, apart.resolve(bucket), StandardCopyOption.ATOMIC_MOVE);
            Trees.delete(apart);
        }
        owned.remove(bucket, owner);
    }

    private Path directory(String bucket) throws IOException {
        return buckets.directory("local://" + bucket);
    }

    private static String owner(Path bucket) throws IOException {
        try {
            Path mark = bucket.resolve(ManifestName.HOME).resolve(OWNER);
            return Files.isRegularFile(mark, LinkOption.NOFOLLOW_LINKS) ? Files.readString(mark) : "";
        } catch (NoSuchFileException removed) {
            return "";
        }
    }

    private static String sha256(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every Java has SHA-256", absent);
        }
    }
}
