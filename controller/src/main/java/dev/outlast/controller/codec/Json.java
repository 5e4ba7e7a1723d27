package dev.outlast.controller.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.SegmentedStringWriter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Reads strictly and writes compactly. No class of ours is ever bound by name or by reflection.
final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();
    private static final JsonFactory FACTORY = MAPPER.getFactory();

    private Json() {}

    interface Content {
        void write(JsonGenerator out) throws IOException;
    }

    static String text(Content content) {
        var room = FACTORY._getBufferRecycler();
        try (var buffer = new SegmentedStringWriter(room)) {
            try (var out = FACTORY.createGenerator(buffer)) {
                content.write(out);
            }
            return buffer.getAndClear();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        } finally {
            room.releaseToPool();
        }
    }

    static String text(JsonNode tree) {
        return tree.toString();
    }

    static JsonNode tree(String text) throws UndecodableState {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UndecodableState("not JSON: " + e.getOriginalMessage(), e);
        }
    }
}
