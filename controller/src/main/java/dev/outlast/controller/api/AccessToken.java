package dev.outlast.controller.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;

/// The one secret that opens the door. In memory there is only its SHA-256.
public final class AccessToken {
    private static final int BYTES = 32;
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final byte[] sha256;

    private AccessToken(byte[] sha256) {
        this.sha256 = sha256;
    }

    public static AccessToken of(String text) {
        return new AccessToken(sha256(text));
    }

    /// Reads `token` in this directory; makes it, readable by its owner only, if there is none.
    public static AccessToken in(Path home) throws IOException {
        var file = home.resolve("token");
        if (!Files.exists(file)) {
            make(home, file);
        }
        var text = Files.readString(file).strip();
        if (text.length() < BYTES) {
            throw new IOException(file + " holds no token; remove it, and the next start makes a new one");
        }
        return of(text);
    }

    /// Writes `token` in this directory, as all controllers of an installation have it: one of them lets in whom
    /// another
    /// has let in.
    public static AccessToken in(Path home, String text) throws IOException {
        var file = home.resolve("token");
        if (!Files.exists(file) || !Files.readString(file).strip().equals(text)) {
            Files.createDirectories(home);
            var temp = Files.createTempFile(home, "token-", ".part", OWNER_ONLY);
            Files.writeString(temp, text + "\n");
            Files.move(temp, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return of(text);
    }

    public boolean matches(String presented) {
        return MessageDigest.isEqual(sha256, sha256(presented));
    }

    private static void make(Path home, Path file) throws IOException {
        Files.createDirectories(home);
        var random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        var temp = Files.createTempFile(home, "token-", ".part", OWNER_ONLY);
        try (var channel = Files.newByteChannel(temp, Set.of(StandardOpenOption.WRITE))) {
            channel.write(StandardCharsets.US_ASCII.encode(HexFormat.of().formatHex(random) + "\n"));
            // Never over a token that somebody else made meanwhile: a link is create-only.
            Files.createLink(file, temp);
        } catch (FileAlreadyExistsException made) {
            // Theirs is as good as ours.
        } finally {
            Files.deleteIfExists(temp);
        }
    }

    private static byte[] sha256(String text) {
        return newSha256().digest(text.getBytes(StandardCharsets.UTF_8));
    }

    static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every Java has SHA-256", absent);
        }
    }
}
