package dev.outlast.checkpointing.store;

import dev.outlast.checkpointing.store.Descent.Place;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The sha256 of files, remembered for as long as path, inode, size and times stay, so that a huge checkpoint is
/// read
/// once and not at every look.
final class FileHashes {
    private static final int MAX_REMEMBERED = 10_000;
    private static final int BUFFER = 1 << 20;

    private final Map<Identity, String> known = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Identity, String> eldest) {
            return size() > MAX_REMEMBERED;
        }
    };

    String of(Place file) throws IOException {
        Identity before = Identity.of(file.path(), file.attributes());
        String remembered = recall(before);
        if (remembered != null) {
            return remembered;
        }
        String hash = read(file.path());
        BasicFileAttributes after =
                Files.readAttributes(file.path(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (before.equals(Identity.of(file.path(), after))) {
            remember(before, hash);
        }
        return hash;
    }

    private synchronized @Nullable String recall(Identity identity) {
        return known.get(identity);
    }

    private synchronized void remember(Identity identity, String hash) {
        known.put(identity, hash);
    }

    private static String read(Path file) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /// @param key device and inode where the file system has them, else empty
    private record Identity(Path path, String key, FileTime modified, long size) {
        static Identity of(Path path, BasicFileAttributes attributes) {
            Object key = attributes.fileKey();
            return new Identity(
                    path, key == null ? "" : key.toString(), attributes.lastModifiedTime(), attributes.size());
        }
    }
}
