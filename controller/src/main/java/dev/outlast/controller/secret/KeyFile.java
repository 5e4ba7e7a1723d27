package dev.outlast.controller.secret;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;

/// 256 random bits in a file of one line that only its owner can read.
final class KeyFile {
    private static final int BYTES = 32;
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private KeyFile() {}

    static byte[] readOrCreate(Path file) throws SecretException {
        try {
            if (!Files.exists(file)) {
                create(file);
            }
            return read(file);
        } catch (IOException e) {
            throw new SecretException(
                    SecretException.Why.BAD_KEY_FILE, "cannot use the key file " + file + ": " + e, e);
        }
    }

    private static byte[] read(Path file) throws IOException, SecretException {
        var permissions = Files.getPosixFilePermissions(file);
        if (!OWNER_ONLY.containsAll(permissions)) {
            throw bad(
                    file,
                    "is open to others (" + PosixFilePermissions.toString(permissions) + "): chmod 600 it, and "
                            + "consider the secrets in the database known to whoever could read it");
        }
        try {
            var key = Base64.getDecoder()
                    .decode(Files.readString(file, StandardCharsets.US_ASCII).strip());
            if (key.length != BYTES) {
                throw bad(file, "holds " + key.length + " bytes, expected " + BYTES + ": put the right file back");
            }
            return key;
        } catch (IllegalArgumentException | IOException e) {
            throw new SecretException(
                    SecretException.Why.BAD_KEY_FILE, file + " is not a key: put the right file back", e);
        }
    }

    /// Written whole under another name, then linked: never half a key, never over another process's key.
    private static void create(Path file) throws IOException {
        var random = new SecureRandom();
        var key = new byte[BYTES];
        random.nextBytes(key);
        var line = Base64.getEncoder().encodeToString(key) + "\n";
        var next = file.resolveSibling(file.getFileName() + "." + Long.toHexString(random.nextLong()));
        Files.createFile(next, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        try {
            try (var channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)));
                channel.force(true);
            }
            Files.createLink(file, next);
        } catch (FileAlreadyExistsException anotherWasFaster) {
            // Its key is the key.
        } finally {
            Files.deleteIfExists(next);
        }
        try (var directory = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    private static SecretException bad(Path file, String what) {
        return new SecretException(SecretException.Why.BAD_KEY_FILE, file + " " + what);
    }
}
