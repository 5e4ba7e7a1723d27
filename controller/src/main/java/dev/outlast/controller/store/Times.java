package dev.outlast.controller.store;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Times as columns hold them: text of fixed width with nanoseconds, so that text order is time order.
final class Times {
    private static final int WIDTH = "2026-11-21T00:00:00.000000000Z".length();

    private Times() {}

    /// Years 0 to 9999 have the fixed width; others are written as ISO 8601 has them and sort wrongly.
    static String text(Instant at) {
        var t = LocalDateTime.ofEpochSecond(at.getEpochSecond(), at.getNano(), ZoneOffset.UTC);
        if (t.getYear() < 0 || t.getYear() > 9999) {
            return at.toString();
        }
        var out = new byte[WIDTH];
        digits(out, 0, 4, t.getYear());
        out[4] = '-';
        digits(out, 5, 2, t.getMonthValue());
        out[7] = '-';
        digits(out, 8, 2, t.getDayOfMonth());
        out[10] = 'T';
        digits(out, 11, 2, t.getHour());
        out[13] = ':';
        digits(out, 14, 2, t.getMinute());
        out[16] = ':';
        digits(out, 17, 2, t.getSecond());
        out[19] = '.';
        digits(out, 20, 9, t.getNano());
        out[29] = 'Z';
        return new String(out, StandardCharsets.ISO_8859_1);
    }

    static @Nullable String text(Optional<Instant> at) {
        return at.map(Times::text).orElse(null);
    }

    static Instant instant(String text) {
        return Instant.parse(text);
    }

    static Optional<Instant> optional(@Nullable String text) {
        return Optional.ofNullable(text).map(Instant::parse);
    }

    private static void digits(byte[] out, int from, int count, int value) {
        var rest = value;
        for (var i = from + count - 1; i >= from; i--) {
            out[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
