package dev.outlast.node;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// The machine this process runs on.
public final class LocalNode implements NodeAccess {
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    @Override
    public void put(String directory, List<NodeFile> files) throws IOException {
        for (var file : files) {
            var target = Path.of(directory).resolve(file.path());
            var parent = target.toAbsolutePath().getParent();
            if (parent == null) {
                throw new IOException("not a file: " + target);
            }
            Files.createDirectories(parent, OWNER_DIRECTORY);
            replace(target, parent, file);
        }
    }

    /// A reader sees the old file or the new one, and nobody else ever sees either.
    private static void replace(Path target, Path parent, NodeFile file) throws IOException {
        var fresh = Files.createTempFile(parent, ".new", "", OWNER_FILE);
        try {
            Files.writeString(fresh, file.content());
            if (file.executable()) {
                Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwx------"));
            }
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failed) {
            Files.deleteIfExists(fresh);
            throw failed;
        }
    }

    @Override
    public Output run(List<String> argv, Duration limit) throws IOException, InterruptedException {
        // A file, not a pipe: what the program leaves running may hold the other end for ever.
        var text = Files.createTempFile("outlast", ".out", OWNER_FILE);
        try {
            var process = new ProcessBuilder(argv)
                    .redirectErrorStream(true)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(text.toFile())
                    .start();
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new IOException(argv.getFirst() + " did not end within " + limit);
            }
            return new Output(process.exitValue(), new String(Files.readAllBytes(text), StandardCharsets.UTF_8));
        } finally {
            Files.deleteIfExists(text);
        }
    }

    @Override
    public byte[] read(String path, long offset, int length) throws IOException {
        try (var channel = FileChannel.open(Path.of(path), StandardOpenOption.READ)) {
            var left = Math.max(0, channel.size() - offset);
            var buffer = ByteBuffer.allocate((int) Math.min(length, left));
            while (buffer.hasRemaining() && channel.read(buffer, offset + buffer.position()) >= 0) {
                // Short reads go on until the end of what was asked for.
            }
            return Arrays.copyOf(buffer.array(), buffer.position());
        }
    }
}
