package dev.outlast.logs.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RedactionTest {
    static LongStream seeds() {
        return LongStream.range(0, 500);
    }

    @Test
    void keepsTheLength() {
        assertThat(masked(List.of("hunter22"), "password: hunter22!")).isEqualTo("password: ********!");
    }

    @Test
    void leavesShortValuesAlone() {
        assertThat(masked(List.of("true", "8080", " a b  ", ""), "true 8080 a b"))
                .isEqualTo("true 8080 a b");
    }

    @Test
    void doesNotMindTheLineEndOfAFile() {
        assertThat(masked(List.of("s3cr3t-value\n"), "<s3cr3t-value>")).isEqualTo("<************>");
    }

    @Test
    void masksEveryPieceOfAVeryLongValue() {
        var value = "0123456789abcdef".repeat(3_000);
        assertThat(masked(List.of(value), "x" + value + "y")).isEqualTo("x" + "*".repeat(value.length()) + "y");
    }

    @Test
    void masksWhatOverlaps() {
        assertThat(masked(List.of("abcdef", "defghi"), "abcdefghi")).isEqualTo("*********");
        assertThat(masked(List.of("aaaaaa"), "aaaaaaaaaab")).isEqualTo("**********b");
        assertThat(masked(List.of("345678", "0123456789"), "x0123456789x")).isEqualTo("x**********x");
    }

    @Test
    void asterisksOfOursAreNotTakenForOutput() {
        assertThat(masked(List.of("******x", "secret1"), "secret1x")).isEqualTo("*******x");
    }

    @Test
    void holdsBackWhatMayBeginASecret() {
        var stream = new RedactionStream(Redaction.of(List.of("secret1")), new byte[0]);
        assertThat(text(stream.feed(bytes("a sec")))).isEqualTo("a ");
        assertThat(stream.held()).isEqualTo(3);
        assertThat(text(stream.feed(bytes("ond")))).isEqualTo("second");
        assertThat(text(stream.feed(bytes("secre")))).isEmpty();
        assertThat(text(stream.feed(bytes("t1")))).isEqualTo("*******");
    }

    @Test
    void masksALongBeginningAtTheEnd() {
        var stream = new RedactionStream(Redaction.of(List.of("secret1234")), new byte[0]);
        assertThat(text(stream.feed(bytes("x secret12")))).isEqualTo("x ");
        assertThat(text(stream.end())).isEqualTo("********");
        var brief = new RedactionStream(Redaction.of(List.of("secret1234")), new byte[0]);
        assertThat(text(brief.feed(bytes("x sec")))).isEqualTo("x ");
        assertThat(text(brief.end())).isEqualTo("sec");
    }

    /// Any chunks, any restarts with what was before, as if all had come at once and been searched naively.
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void chunksMakeNoDifference(long seed) {
        var random = new Random(seed);
        var secrets = new ArrayList<String>();
        for (int secret = 0; secret < 1 + random.nextInt(5); secret++) {
            secrets.add(letters(random, 6 + random.nextInt(8)));
        }
        var output = new StringBuilder();
        while (output.length() < 400) {
            var secret = secrets.get(random.nextInt(secrets.size()));
            output.append(random.nextBoolean() ? secret : letters(random, 1 + random.nextInt(9)));
        }
        var printed = bytes(output.toString());
        var redaction = Redaction.of(secrets);
        var stream = new RedactionStream(redaction, new byte[0]);
        var seen = new ByteArrayOutputStream();
        for (int from = 0; from < printed.length; ) {
            var to = Math.min(printed.length, from + random.nextInt(12));
            seen.writeBytes(stream.feed(Arrays.copyOfRange(printed, from, to)));
            from = to;
            if (random.nextInt(8) == 0) {
                from = seen.size();
                var before = Arrays.copyOfRange(printed, Math.max(0, from - redaction.lookBehind()), from);
                stream = new RedactionStream(redaction, before);
            }
        }
        var held = stream.held();
        seen.writeBytes(stream.end());
        var decided = printed.length - held;
        assertThat(Arrays.copyOf(seen.toByteArray(), decided))
                .isEqualTo(Arrays.copyOf(naive(secrets, printed), decided));
        assertThat(seen.size()).isEqualTo(printed.length);
    }

    private static byte[] naive(List<String> secrets, byte[] printed) {
        var masked = printed.clone();
        for (var secret : secrets) {
            var value = bytes(secret);
            for (int at = 0; at + value.length <= printed.length; at++) {
                if (Arrays.equals(printed, at, at + value.length, value, 0, value.length)) {
                    Arrays.fill(masked, at, at + value.length, (byte) '*');
                }
            }
        }
        return masked;
    }

    private static String letters(Random random, int count) {
        var text = new StringBuilder();
        for (int letter = 0; letter < count; letter++) {
            text.append((char) ('a' + random.nextInt(2)));
        }
        return text.toString();
    }

    private static String masked(List<String> secrets, String printed) {
        var bytes = bytes(printed);
        Redaction.of(secrets).mask(bytes);
        return text(bytes);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
