package dev.outlast.logs.ship;

import dev.outlast.core.log.SegmentName;
import dev.outlast.core.spi.LogSink;
import dev.outlast.logs.Durable;
import dev.outlast.logs.RankKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A directory, for example on a shared file system: `<job>/<task>/<attempt>/<rank>/<offset, 16 digits>.log`. A
/// file is
/// there whole or not at all, and survives a power cut once it is acknowledged.
public final class DirectorySink implements LogSink {
    private final String name;
    private final Path directory;

    /// @param name one directory for each
    public DirectorySink(String name, Path directory) {
        this.name = name;
        this.directory = directory.toAbsolutePath();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void deliver(SegmentName segment, ByteBuffer content) throws IOException {
        var rank = directory.resolve(RankKey.of(segment).toString());
        var file = rank.resolve("%016d.log".formatted(segment.startOffset()));
        if (holds(file, content)) {
            return;
        }
        Durable.createDirectories(rank);
        var temporary = Files.createTempFile(rank, ".", ".tmp");
        try {
            Durable.replace(file, temporary, content);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static boolean holds(Path file, ByteBuffer content) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() != content.remaining()) {
                return false;
            }
            var there = ByteBuffer.allocate(content.remaining());
            while (there.hasRemaining() && channel.read(there) >= 0) {
                // Reads on.
            }
            return there.flip().equals(content);
        } catch (NoSuchFileException notYet) {
            return false;
        }
    }

    @Override
    public void close() {}
}
