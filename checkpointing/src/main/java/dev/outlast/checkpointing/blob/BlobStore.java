package dev.outlast.checkpointing.blob;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Uploaded archives, each a file named by the sha256 of its bytes: `<sha256>.tar` or `<sha256>.zip`.
///
/// A blob that has a name is whole and on disk: it is written beside, synced, and then renamed.
public final class BlobStore {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final int BUFFER = 256 << 10;

    private final Path root;
    private final Path unfinished;

    /// @param root is made if it does not exist
    public BlobStore(Path root) throws IOException {
        this.root = root;
        this.unfinished = root.resolve("unfinished");
        Files.createDirectories(unfinished);
    }

    /// Takes an archive; one that is there already is taken again without harm.
    ///
    /// @return its sha256, in lower-case hexadecimal digits
    /// @throws ArchiveRefused when it is larger than `maxBytes`, or neither a tar nor a zip file
    public String put(InputStream in, long maxBytes) throws IOException {
        return put(in, maxBytes, (_, _) -> {});
    }

    /// What has to succeed before an archive gets its name.
    @FunctionalInterface
    interface Condition {
        void fulfil(String sha256, Path archive) throws IOException;
    }

    /// @param condition when it throws, nothing has changed
    String put(InputStream in, long maxBytes, Condition condition) throws IOException {
        Path temp = Files.createTempFile(unfinished, "upload-", ".part");
        try {
            MessageDigest digest = sha256();
            ArchiveFormat format = write(in, maxBytes, temp, digest);
            String sha256 = HexFormat.of().formatHex(digest.digest());
            condition.fulfil(sha256, temp);
            Files.move(temp, place(sha256, format), StandardCopyOption.ATOMIC_MOVE);
            sync(root);
            return sha256;
        } finally {
            Files.deleteIfExists(temp);
        }
    }

    /// Takes an archive that must be the one of this name.
    ///
    /// @throws IOException when it is another one, or a part of it
    void take(String sha256, InputStream in, long maxBytes) throws IOException {
        put(in, maxBytes, (found, _) -> {
            if (!found.equals(sha256)) {
                throw new IOException("what came as blob " + sha256 + " is " + found);
            }
        });
    }

    static boolean isName(String sha256) {
        return SHA256.matcher(sha256).matches();
    }

    /// Forgets an archive: whoever sends it again sends it as a whole.
    public void remove(String sha256) throws IOException {
        var file = path(sha256);
        if (file.isPresent()) {
            Files.deleteIfExists(file.get());
        }
    }

    public boolean has(String sha256) {
        return path(sha256).isPresent();
    }

    /// All that are here.
    public List<String> names() throws IOException {
        var names = new ArrayList<String>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(root, "*.{tar,zip}")) {
            for (Path file : files) {
                var name = String.valueOf(file.getFileName());
                var sha256 = name.substring(0, name.indexOf('.'));
                if (isName(sha256)) {
                    names.add(sha256);
                }
            }
        }
        return names;
    }

    /// Where the archive lies, for those who hand files on rather than bytes.
    public Optional<Path> path(String sha256) {
        if (!SHA256.matcher(sha256).matches()) {
            return Optional.empty();
        }
        for (ArchiveFormat format : ArchiveFormat.values()) {
            Path file = place(sha256, format);
            if (Files.isRegularFile(file)) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }

    /// @throws NoSuchFileException when there is no such blob
    public InputStream open(String sha256) throws IOException {
        return Files.newInputStream(path(sha256).orElseThrow(() -> new NoSuchFileException("blob " + sha256)));
    }

    /// Removes what uploads left behind that were cut off: temporary files not written to since then.
    ///
    /// @return how many
    public int sweepUnfinished(Instant since) throws IOException {
        int swept = 0;
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(unfinished, "upload-*.part")) {
            for (Path part : parts) {
                try {
                    boolean stale = Files.getLastModifiedTime(part).toInstant().isBefore(since);
                    if (stale && Files.deleteIfExists(part)) {
                        swept++;
                    }
                } catch (NoSuchFileException finished) {
                    // It got its name, or failed and cleaned up, since the folder was read.
                }
            }
        }
        return swept;
    }

    private Path place(String sha256, ArchiveFormat format) {
        return root.resolve(sha256 + "." + format.suffix());
    }

    private static ArchiveFormat write(InputStream in, long maxBytes, Path temp, MessageDigest digest)
            throws IOException {
        byte[] buffer = new byte[BUFFER];
        try (FileChannel out = FileChannel.open(temp, StandardOpenOption.WRITE)) {
            int first = in.readNBytes(buffer, 0, BUFFER);
            ArchiveFormat format = ArchiveFormat.sniff(buffer, first)
                    .orElseThrow(() -> new ArchiveRefused("neither a tar nor a zip file"));
            long total = 0;
            for (int n = first; n > 0; n = in.readNBytes(buffer, 0, BUFFER)) {
                total += n;
                if (total > maxBytes) {
                    throw new ArchiveRefused("larger than " + maxBytes + " bytes");
                }
                digest.update(buffer, 0, n);
                ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, n);
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
            }
            out.force(true);
            return format;
        }
    }

    /// Makes the new name itself durable.
    private static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
