package dev.outlast.testkit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outlast.core.job.JobId;
import dev.outlast.core.log.SegmentName;
import dev.outlast.core.spi.LogSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/// What every [LogSink] keeps: at least once, repeated deliveries invisible, in order per rank.
public abstract class LogSinkContract {
    private static final JobId JOB = new JobId(42);

    /// A new sink onto the same outside; called more than once in a test.
    protected abstract LogSink open() throws IOException;

    /// What somebody outside reads of a rank, in order.
    protected abstract byte[] read(JobId job, int task, int attempt, int rank) throws IOException;

    /// Takes the outside away, or brings it back with what it had.
    protected abstract void outage(boolean away) throws IOException;

    @Test
    void itsNameFitsInAFileName() throws IOException {
        try (var sink = open()) {
            assertThat(sink.name()).matches("[a-z0-9][a-z0-9-]{0,39}");
        }
    }

    @Test
    void whatIsDeliveredCanBeRead() throws IOException {
        try (var sink = open()) {
            deliver(sink, 0, 0, "one\n");
        }
        assertThat(text(0)).isEqualTo("one\n");
    }

    @Test
    void segmentsOfARankAreReadInOrder() throws IOException {
        try (var sink = open()) {
            deliver(sink, 0, 0, "one\n");
            deliver(sink, 0, 4, "two\n");
            deliver(sink, 0, 10_000_000_000L, "later\n");
        }
        assertThat(text(0)).isEqualTo("one\ntwo\nlater\n");
    }

    @Test
    void aRepeatedDeliveryChangesNothing() throws IOException {
        try (var sink = open()) {
            deliver(sink, 0, 0, "one\n");
            deliver(sink, 0, 0, "one\n");
            deliver(sink, 0, 4, "two\n");
            deliver(sink, 0, 0, "one\n");
        }
        try (var again = open()) {
            deliver(again, 0, 4, "two\n");
            deliver(again, 0, 0, "one\n");
        }
        assertThat(text(0)).isEqualTo("one\ntwo\n");
    }

    @Test
    void anotherEpochGoesOnWhereTheFirstEnded() throws IOException {
        try (var sink = open()) {
            sink.deliver(new SegmentName(JOB, 0, 1, 0, 0, 1), bytes("one\n"));
            sink.deliver(new SegmentName(JOB, 0, 1, 0, 4, 9), bytes("two\n"));
        }
        assertThat(text(0)).isEqualTo("one\ntwo\n");
    }

    @Test
    void ranksAttemptsTasksAndJobsAreKeptApart() throws IOException {
        try (var sink = open()) {
            for (int rank = 0; rank < 12; rank++) {
                deliver(sink, rank, 0, "rank " + rank + "\n");
            }
            sink.deliver(new SegmentName(JOB, 0, 2, 0, 0, 1), bytes("attempt 2\n"));
            sink.deliver(new SegmentName(JOB, 1, 1, 0, 0, 1), bytes("task 1\n"));
            sink.deliver(new SegmentName(new JobId(4), 0, 1, 0, 0, 1), bytes("job 4\n"));
        }
        assertThat(text(0)).isEqualTo("rank 0\n");
        assertThat(text(1)).isEqualTo("rank 1\n");
        assertThat(text(11)).isEqualTo("rank 11\n");
        assertThat(new String(read(JOB, 0, 2, 0), StandardCharsets.UTF_8)).isEqualTo("attempt 2\n");
        assertThat(new String(read(JOB, 1, 1, 0), StandardCharsets.UTF_8)).isEqualTo("task 1\n");
        assertThat(new String(read(new JobId(4), 0, 1, 0), StandardCharsets.UTF_8))
                .isEqualTo("job 4\n");
    }

    @Test
    void anyBytesPassUnchanged() throws IOException {
        var content = new byte[1024];
        for (int index = 0; index < content.length; index++) {
            content[index] = (byte) index;
        }
        try (var sink = open()) {
            var wide = ByteBuffer.allocate(content.length + 20);
            wide.put(10, content).position(10).limit(10 + content.length);
            sink.deliver(new SegmentName(JOB, 0, 1, 0, 0, 1), wide.asReadOnlyBuffer());
        }
        assertThat(read(JOB, 0, 1, 0)).isEqualTo(content);
    }

    @Test
    void aSegmentOfEightMebibytesPasses() throws IOException {
        var content = new byte[8 << 20];
        new Random(1).nextBytes(content);
        try (var sink = open()) {
            sink.deliver(new SegmentName(JOB, 0, 1, 0, 0, 1), ByteBuffer.wrap(content));
        }
        assertThat(read(JOB, 0, 1, 0)).isEqualTo(content);
    }

    @Test
    void anOutageIsReportedAndPasses() throws IOException {
        try (var sink = open()) {
            deliver(sink, 0, 0, "one\n");
            outage(true);
            assertThatThrownBy(() -> deliver(sink, 0, 4, "two\n")).isInstanceOf(IOException.class);
            outage(false);
            deliver(sink, 0, 4, "two\n");
            deliver(sink, 0, 8, "three\n");
        }
        assertThat(text(0)).isEqualTo("one\ntwo\nthree\n");
    }

    @Test
    void manyThreadsDeliverAtOnce() throws Exception {
        var ranks = 8;
        try (var sink = open();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var work = new ArrayList<Callable<Void>>();
            for (int thread = 0; thread < 2 * ranks; thread++) {
                var rank = thread % ranks;
                work.add(() -> {
                    for (int segment = 0; segment < 20; segment++) {
                        deliver(sink, rank, segment * 10L, "%d:%07d\n".formatted(rank, segment));
                    }
                    return null;
                });
            }
            for (var done : threads.invokeAll(work)) {
                done.get();
            }
        }
        for (int rank = 0; rank < ranks; rank++) {
            var expected = new ByteArrayOutputStream();
            for (int segment = 0; segment < 20; segment++) {
                expected.writeBytes("%d:%07d\n".formatted(rank, segment).getBytes(StandardCharsets.UTF_8));
            }
            assertThat(text(rank)).isEqualTo(expected.toString(StandardCharsets.UTF_8));
        }
    }

    private String text(int rank) throws IOException {
        return new String(read(JOB, 0, 1, rank), StandardCharsets.UTF_8);
    }

    private static void deliver(LogSink sink, int rank, long offset, String content) throws IOException {
        sink.deliver(new SegmentName(JOB, 0, 1, rank, offset, 1), bytes(content));
    }

    private static ByteBuffer bytes(String content) {
        return ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
    }
}
