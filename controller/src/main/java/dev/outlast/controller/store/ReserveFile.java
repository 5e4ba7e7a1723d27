package dev.outlast.controller.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.random.RandomGenerator;

/// Bytes kept allocated beside the database. Given up when the disk is full, so that cancels and releases, which
/// end
/// what costs money, can still be committed.
final class ReserveFile {
    private final Path file;
    private final int bytes;
    private final RandomGenerator random;

    ReserveFile(Path file, int bytes, RandomGenerator random) {
        this.file = file;
        this.bytes = bytes;
        this.random = random;
    }

    void release() throws IOException {
        Files.deleteIfExists(file);
    }

    /// Random bytes, so that no file system compresses them away or leaves a hole.
    ///
    /// @return whether it is whole now; false when there is no room for it
    boolean restore() {
        try {
            if (Files.exists(file) && Files.size(file) == bytes) {
                return true;
            }
            var block = new byte[1 << 16];
            try (var channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                for (var rest = bytes; rest > 0; rest -= block.length) {
                    random.nextBytes(block);
                    var buffer = ByteBuffer.wrap(block, 0, Math.min(block.length, rest));
                    while (buffer.hasRemaining()) {
                        channel.write(buffer);
                    }
                }
                channel.force(true);
            }
            return true;
        } catch (IOException noRoom) {
            giveBack();
            return false;
        }
    }

    /// A reserve that is not whole only takes room from the database.
    private void giveBack() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException ignored) {
            // The next restore tries again.
        }
    }
}
