package dev.outlast.logs.ship;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outlast.core.job.JobId;
import dev.outlast.core.log.SegmentName;
import dev.outlast.core.spi.LogSink;
import dev.outlast.logs.MemoryDirectory;
import dev.outlast.testkit.log.LogSinkContract;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectorySinkTest extends LogSinkContract {
    @TempDir(factory = MemoryDirectory.class)
    private Path directory;

    @Override
    protected LogSink open() {
        return new DirectorySink("directory", directory.resolve("out"));
    }

    @Override
    protected byte[] read(JobId job, int task, int attempt, int rank) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var path = directory.resolve("out/" + job + "/" + task + "/" + attempt + "/" + rank);
        try (var files = Files.list(path)) {
            for (var file : files.sorted().toList()) {
                assertThat(file.getFileName().toString()).matches("\\d{16}\\.log");
                bytes.writeBytes(Files.readAllBytes(file));
            }
        }
        return bytes.toByteArray();
    }

    @Override
    protected void outage(boolean away) throws IOException {
        var out = directory.resolve("out");
        if (away) {
            Files.move(out, directory.resolve("unmounted"));
            Files.createFile(out);
        } else {
            Files.delete(out);
            Files.move(directory.resolve("unmounted"), out);
        }
    }

    @Test
    void replacesWhatAnotherProgramCutOff() throws IOException {
        var name = new SegmentName(new JobId(42), 0, 1, 0, 0, 1);
        try (var sink = open()) {
            sink.deliver(name, ByteBuffer.wrap(new byte[] {1, 2, 3}));
            Files.write(directory.resolve("out/42/0/1/0/0000000000000000.log"), new byte[] {1, 2});
            sink.deliver(name, ByteBuffer.wrap(new byte[] {1, 2, 3}));
        }
        assertThat(read(new JobId(42), 0, 1, 0)).containsExactly(1, 2, 3);
    }
}
