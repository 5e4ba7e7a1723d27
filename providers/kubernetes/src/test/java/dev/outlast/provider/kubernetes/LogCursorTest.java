package dev.outlast.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A log of lines with times, read by offset.
class LogCursorTest {
    private final List<String> lines = new ArrayList<>(List.of("2026-11-21T12:00:00.1Z \u001eoutlast 1\n"));
    private final LogCursor cursor = new LogCursor();
    private final List<String> asked = new ArrayList<>();
    private boolean broken;

    private InputStream open(String since) {
        asked.add(since);
        var from = since.isEmpty() ? Instant.MIN : Instant.parse(since).truncatedTo(ChronoUnit.SECONDS);
        var text = new StringBuilder();
        lines.stream()
                .filter(line ->
                        !Instant.parse(line.substring(0, line.indexOf(' '))).isBefore(from))
                .forEach(text::append);
        var stream = new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.UTF_8));
        return broken ? new SequenceInputStream(stream, new CutOff()) : stream;
    }

    private static final class CutOff extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("cut off");
        }

        @Override
        public int read(byte[] into, int at, int most) throws IOException {
            return read();
        }
    }

    private String read(LogCursor from, long offset, int most) throws ApiFailure {
        return new String(from.read(this::open, offset, most, false), StandardCharsets.UTF_8);
    }

    @Test
    void goesOnWhereItWas() throws ApiFailure {
        lines.add("2026-11-21T12:00:00.2Z alpha\n");
        lines.add("2026-11-21T12:00:00.25Z beta\n");
        assertThat(read(cursor, 0, 100)).isEqualTo("alpha\nbeta\n");
        assertThat(read(cursor, 11, 100)).isEmpty();

        lines.add("2026-11-21T12:00:00.25Z same time\n");
        lines.add("2026-11-21T12:00:01Z later\n");

        assertThat(read(cursor, 11, 100)).isEqualTo("same time\nlater\n");
        assertThat(asked).contains("2026-11-21T12:00:00.25Z");
        assertThat(cursor.firstKept()).isZero();
    }

    @Test
    void cutsWhereItIsToldAndGoesOnThere() throws ApiFailure {
        lines.add("2026-11-21T12:00:00.2Z alpha\n");
        lines.add("2026-11-21T12:00:00.3Z beta\n");

        assertThat(read(cursor, 0, 4)).isEqualTo("alph");
        assertThat(read(cursor, 4, 100)).isEqualTo("a\nbeta\n");
        assertThat(read(cursor, 11, 100)).isEmpty();
    }

    @Test
    void aNewCursorCountsFromTheStart() throws ApiFailure {
        lines.add("2026-11-21T12:00:00.2Z alpha\n");
        lines.add("2026-11-21T12:00:00.3Z beta\n");

        assertThat(read(new LogCursor(), 6, 100)).isEqualTo("beta\n");
        assertThat(read(new LogCursor(), 11, 100)).isEmpty();
        assertThat(read(new LogCursor(), 4711, 100)).isEmpty();
    }

    @Test
    void neitherLosesNorDoublesWhenTheServerGoesInMidStream() throws ApiFailure {
        lines.add("2026-11-21T12:00:00.2Z alpha\n");
        lines.add("2026-11-21T12:00:00.3Z be"); // the rest did not come
        broken = true;
        assertThat(read(cursor, 0, 100)).isEqualTo("alpha\n");
        assertThatThrownBy(() -> read(cursor, 6, 100)).isInstanceOf(ApiFailure.class);

        broken = false;
        lines.set(2, "2026-11-21T12:00:00.3Z beta\n");

        assertThat(read(cursor, 6, 100)).isEqualTo("beta\n");
    }

    @Test
    void aLineThatIsStillBeingPrintedWaits() throws ApiFailure {
        lines.add("2026-11-21T12:00:00.2Z 50 %");
        assertThat(read(cursor, 0, 100)).isEmpty();
        assertThat(new String(cursor.read(this::open, 0, 100, true), StandardCharsets.UTF_8))
                .isEqualTo("50 %");
    }

    @Test
    void aRotationIsAGapAndNoInvention() throws ApiFailure {
        lines.add("2026-11-21T12:00:00.2Z alpha\n");
        assertThat(read(cursor, 0, 100)).isEqualTo("alpha\n");

        lines.clear();
        lines.add("2026-11-21T12:00:09.1Z omega\n");

        assertThat(read(cursor, 6, 100)).isEqualTo("omega\n");
        assertThat(cursor.lost()).isEqualTo(1);
        assertThat(read(cursor, 12, 100)).isEmpty();
    }

    @Test
    void afterARestartARotatedLogIsAGapToo() throws ApiFailure {
        lines.clear();
        lines.add("2026-11-21T12:00:09.1Z omega\n");

        assertThat(read(cursor, 1000, 100)).isEqualTo("omega\n");
        assertThat(read(cursor, 1006, 100)).isEmpty();
        assertThat(cursor.firstKept()).isEqualTo(1);
    }

    @Test
    void whoBeginsHearsThatTheBeginningIsGone() throws ApiFailure {
        cursor.probe(this::open);
        assertThat(cursor.firstKept()).isZero();

        lines.remove(0);
        lines.add("2026-11-21T12:00:09.1Z omega\n");
        cursor.probe(this::open);

        assertThat(cursor.firstKept()).isEqualTo(1);
        assertThat(read(cursor, 1, 1)).isEqualTo("o");
        assertThat(read(cursor, 2, 100)).isEqualTo("mega\n");
    }
}
