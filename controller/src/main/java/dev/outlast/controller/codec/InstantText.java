package dev.outlast.controller.codec;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;

/// The text of [Instant#toString()], in a quarter of its time: a state holds several, and is written at every change.
final class InstantText {
    private static final long YEAR_0 = -62_167_219_200L;
    private static final long YEAR_10000 = 253_402_300_800L;
    private static final int SECONDS = "2026-11-21T00:00:00".length();

    private InstantText() {}

    static String of(Instant at) {
        // Years of four digits; what lies beyond may also be too far for a local date.
        if (at.getEpochSecond() < YEAR_0 || at.getEpochSecond() >= YEAR_10000) {
            return at.toString();
        }
        var t = LocalDateTime.ofEpochSecond(at.getEpochSecond(), at.getNano(), ZoneOffset.UTC);
        // Of the fraction, three digits at a time, as many as are needed.
        var nanos = t.get(ChronoField.NANO_OF_SECOND);
        var digits = fractionDigits(nanos);
        var out = new char[SECONDS + (digits == 0 ? 1 : digits + 2)];
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
        if (digits > 0) {
            out[SECONDS] = '.';
            digits(out, SECONDS + 1, digits, fraction(nanos, digits));
        }
        out[out.length - 1] = 'Z';
        return new String(out);
    }

    private static int fractionDigits(int nanos) {
        if (nanos == 0) {
            return 0;
        }
        if (nanos % 1_000 != 0) {
            return 9;
        }
        return nanos % 1_000_000 == 0 ? 3 : 6;
    }

    private static int fraction(int nanos, int digits) {
        return switch (digits) {
            case 3 -> nanos / 1_000_000;
            case 6 -> nanos / 1_000;
            default -> nanos;
        };
    }

    private static void digits(char[] out, int from, int count, int value) {
        var rest = value;
        for (var i = from + count - 1; i >= from; i--) {
            out[i] = (char) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
