package dev.outlast.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8PiecesTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 100})
    void aCutNeverBreaksACharacter(int size) {
        var text = "a\u00e9\u20ac\ud83d\ude80\n" + "b".repeat(7);
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        var pieces = new Utf8Pieces();
        var said = new StringBuilder();
        for (int at = 0; at < bytes.length; at += size) {
            var part = pieces.next(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + size)));
            assertThat(part).doesNotContain("\ufffd");
            said.append(part);
        }
        assertThat(said.append(pieces.rest())).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void whatIsNoTextIsReplaced(int size) {
        byte[] bytes = {'a', (byte) 0xff, 'b', (byte) 0xe2, (byte) 0x82};
        var pieces = new Utf8Pieces();
        var said = new StringBuilder();
        for (int at = 0; at < bytes.length; at += size) {
            said.append(pieces.next(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + size))));
        }
        assertThat(said.append(pieces.rest())).hasToString("a\ufffdb\ufffd");
    }
}
