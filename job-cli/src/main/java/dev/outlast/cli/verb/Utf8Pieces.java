package dev.outlast.cli.verb;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// Text that comes in pieces of bytes, which may end within a character. What is no UTF-8 becomes U+FFFD.
final class Utf8Pieces {
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private byte[] begun = new byte[0];

    /// All whole characters up to here.
    String next(byte[] piece) {
        return decode(piece, false);
    }

    /// What is left at the end.
    String rest() {
        return decode(new byte[0], true);
    }

    private String decode(byte[] piece, boolean last) {
        var bytes = ByteBuffer.allocate(begun.length + piece.length)
                .put(begun)
                .put(piece)
                .flip();
        // No character of UTF-8 is longer in UTF-16 than in bytes.
        var text = CharBuffer.allocate(bytes.remaining() + 1);
        decoder.decode(bytes, text, last);
        if (last) {
            decoder.flush(text);
        }
        begun = new byte[bytes.remaining()];
        bytes.get(begun);
        return text.flip().toString();
    }
}
