package dev.outlast.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/// Compares [LogReader#tail] with counting lines in all that a user sees.
final class TailOracle {
    private TailOracle() {}

    static void check(LogTree tree, RankKey key, byte[] seen, RandomGenerator random) throws IOException {
        var all = new String(seen, StandardCharsets.ISO_8859_1);
        var total = all.isEmpty() ? 0 : all.split("\n", -1).length - (all.endsWith("\n") ? 1 : 0);
        for (var lines : new int[] {0, 1, 2, 1 + random.nextInt(50), total, total + 5}) {
            var reader = tree.reader(key);
            var start = reader.tail(lines, Long.MAX_VALUE);
            assertThat(start.lines()).isEqualTo(Math.min(lines, total));
            assertThat(rest(reader, start.offset())).isEqualTo(last(all, Math.min(lines, total)));
        }
    }

    private static String last(String all, int lines) {
        var start = all.endsWith("\n") ? all.length() - 1 : all.length();
        if (lines == 0) {
            return "";
        }
        for (int line = 0; line < lines; line++) {
            start = all.lastIndexOf('\n', start - 1);
            if (start < 0) {
                return all;
            }
        }
        return all.substring(start + 1);
    }

    static String rest(LogReader reader, long from) throws IOException {
        var seen = new ByteArrayOutputStream();
        var offset = from;
        for (var piece = reader.read(offset, 4096); piece.isPresent(); piece = reader.read(offset, 4096)) {
            switch (piece.get()) {
                case Piece.Data data -> {
                    var bytes = new byte[data.bytes().remaining()];
                    data.bytes().get(bytes);
                    seen.writeBytes(bytes);
                }
                case Piece.Gap gap -> {
                    var glue = seen.size() > 0 && seen.toByteArray()[seen.size() - 1] != '\n' ? "\n" : "";
                    seen.writeBytes((glue + gap.line()).getBytes(StandardCharsets.UTF_8));
                }
            }
            offset = piece.get().end();
        }
        return seen.toString(StandardCharsets.ISO_8859_1);
    }
}
