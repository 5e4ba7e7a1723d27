package dev.outlast.controller.skyapi;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes the few values that a client wants as Python pickles, in protocol 2. Nothing here reads one.
final class Pickle {
    /// A pickled `None`.
    static final String NONE = "gAROLg==";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private Pickle() {}

    /// An argument list: a tuple in Python.
    record Tuple(List<String> items) {
        Tuple {
            items = List.copyOf(items);
        }
    }

    /// Base64 of a dictionary with values that are null, text, [Tuple] or a map of the same.
    static String base64(Map<String, ?> dictionary) {
        var pickle = new Pickle();
        pickle.out.write(0x80);
        pickle.out.write(2);
        pickle.value(dictionary);
        pickle.out.write('.');
        return Base64.getEncoder().encodeToString(pickle.out.toByteArray());
    }

    private void value(@Nullable Object value) {
        if (value == null) {
            out.write('N');
        } else if (value instanceof String text) {
            text(text);
        } else if (value instanceof Tuple tuple) {
            out.write('(');
            tuple.items().forEach(this::text);
            out.write('t');
        } else if (value instanceof Map<?, ?> map) {
            out.write('}');
            out.write('(');
            map.forEach((key, each) -> {
                value(key);
                value(each);
            });
            out.write('u');
        } else {
            throw new IllegalArgumentException("not pickled here: " + value.getClass());
        }
    }

    private void text(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        out.write('X');
        out.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(bytes.length)
                .array());
        out.writeBytes(bytes);
    }
}
