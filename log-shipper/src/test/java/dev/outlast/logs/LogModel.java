package dev.outlast.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.random.RandomGenerator;

/// What a rank printed, and which bytes of it a log may lack, in plain arrays.
final class LogModel {
    private final RandomGenerator random;
    private final byte[] output;
    private final long[] readAt;
    private final BitSet absent = new BitSet();
    private int printed;

    LogModel(RandomGenerator random, int most) {
        this.random = random;
        this.output = new byte[most];
        this.readAt = new long[most];
    }

    int printed() {
        return printed;
    }

    void print(int bytes) {
        for (var end = Math.min(output.length, printed + bytes); printed < end; printed++) {
            output[printed] = (byte) (random.nextInt(20) == 0 ? '\n' : 'a' + random.nextInt(26));
        }
    }

    byte[] bytes(long from, long to) {
        return Arrays.copyOfRange(output, (int) from, (int) to);
    }

    void wasRead(long from, long to, Instant at) {
        Arrays.fill(readAt, (int) from, (int) to, at.toEpochMilli());
    }

    void lacks(long from, long to) {
        absent.set((int) from, (int) to);
    }

    /// A crash forgot everything from here on, gaps too.
    void forgot(long from) {
        absent.clear((int) from, Math.max((int) from, absent.length()));
    }

    /// Reads everything and compares; returns what a user sees.
    byte[] check(LogReader reader, long end) throws IOException {
        var seen = new ByteArrayOutputStream();
        var offset = 0L;
        for (var piece = reader.read(0, most()); piece.isPresent(); piece = reader.read(offset, most())) {
            assertThat(piece.get().offset()).isEqualTo(offset);
            assertThat(piece.get().end()).isGreaterThan(offset);
            switch (piece.get()) {
                case Piece.Data data -> data(data, seen);
                case Piece.Gap gap -> {
                    assertThat(absent.nextClearBit((int) gap.offset())).isGreaterThanOrEqualTo((int) gap.end());
                    var glue = seen.size() > 0 && seen.toByteArray()[seen.size() - 1] != '\n' ? "\n" : "";
                    seen.writeBytes((glue + gap.line()).getBytes(StandardCharsets.UTF_8));
                }
            }
            offset = piece.get().end();
        }
        assertThat(offset).isEqualTo(end);
        return seen.toByteArray();
    }

    private int most() {
        return 1 + random.nextInt(400);
    }

    private void data(Piece.Data data, ByteArrayOutputStream seen) {
        var bytes = new byte[data.bytes().remaining()];
        data.bytes().get(bytes);
        assertThat(bytes).isEqualTo(bytes(data.offset(), data.offset() + bytes.length));
        assertThat(absent.nextSetBit((int) data.offset()))
                .matches(next -> next < 0 || next >= data.offset() + bytes.length);
        for (int index = 0; index < bytes.length; index++) {
            var late = readAt[(int) data.offset() + index] - data.firstRead().toEpochMilli();
            if (late < 0 || late >= TimeMarks.RESOLUTION_MILLIS) {
                throw new AssertionError("byte " + (data.offset() + index) + " was read " + late + " ms later");
            }
        }
        seen.writeBytes(bytes);
    }
}
