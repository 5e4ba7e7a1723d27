package dev.outlast.controller.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class InstantTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-21T15:21:34Z",
                "2026-11-21T15:21:34.100Z",
                "2026-11-21T15:21:34.000001Z",
                "2026-11-21T15:21:34.000000001Z",
                "2026-11-21T15:21:34.999999999Z",
                "0000-01-01T00:00:00Z",
                "9999-12-31T23:59:59.999Z",
                "+10000-01-01T00:00:00Z",
                "-0001-12-31T00:00:00.5Z",
                "1969-12-31T23:59:59.9Z"
            })
    void isTheTextOfTheInstant(String text) {
        var at = Instant.parse(text);
        assertThat(InstantText.of(at)).isEqualTo(at.toString());
    }

    @Test
    void isTheTextOfAnyInstant() {
        var random = new Random(7);
        for (var i = 0; i < 20_000; i++) {
            var at = Instant.ofEpochSecond(
                    random.nextLong(-70_000_000_000L, 300_000_000_000L),
                    random.nextInt(1_000) * (long) Math.pow(1_000, random.nextInt(3)));
            assertThat(InstantText.of(at)).isEqualTo(at.toString());
        }
    }
}
