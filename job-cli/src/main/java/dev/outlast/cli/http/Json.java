package dev.outlast.cli.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A JSON value. What is not there reads as nothing, so that an older controller does not break a newer command.
public final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final Json NOTHING = new Json(null);

    private final @Nullable Object value;

    private Json(@Nullable Object value) {
        this.value = value;
    }

    /// @throws IOException when it is not JSON
    public static Json read(byte[] bytes) throws IOException {
        try (var parser = FACTORY.createParser(bytes)) {
            parser.nextToken();
            return new Json(value(parser));
        }
    }

    /// Maps, lists, texts, numbers, truth values and other [Json]s.
    public static Json of(Object value) {
        return value instanceof Json json ? json : new Json(value);
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                var map = new LinkedHashMap<String, @Nullable Object>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    var name = parser.currentName();
                    parser.nextToken();
                    map.put(name, value(parser));
                }
                yield map;
            }
            case START_ARRAY -> {
                var list = new ArrayList<@Nullable Object>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(parser));
                }
                yield list;
            }
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case null, default -> null;
        };
    }

    public Json at(String name) {
        return value instanceof Map<?, ?> map ? new Json(map.get(name)) : NOTHING;
    }

    public List<Json> items() {
        var items = new ArrayList<Json>();
        if (value instanceof List<?> list) {
            for (var item : list) {
                items.add(new Json(item));
            }
        }
        return items;
    }

    public Map<String, Json> fields() {
        var fields = new LinkedHashMap<String, Json>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, field) -> fields.put(String.valueOf(name), new Json(field)));
        }
        return fields;
    }

    /// Empty for nothing.
    public String text() {
        return value == null ? "" : value.toString();
    }

    public long number() {
        return value instanceof Number number ? number.longValue() : 0;
    }

    public double decimal() {
        return value instanceof Number number ? number.doubleValue() : 0;
    }

    public boolean isTrue() {
        return Boolean.TRUE.equals(value);
    }

    public boolean isNothing() {
        return value == null;
    }

    public Optional<Instant> time() {
        return value instanceof String text ? Optional.of(Instant.parse(text)) : Optional.empty();
    }

    /// On one line.
    @Override
    public String toString() {
        var text = new StringWriter();
        try (var json = FACTORY.createGenerator(text)) {
            write(json, value);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
        switch (value) {
            case null -> json.writeNull();
            case Json inner -> write(json, inner.value);
            case Map<?, ?> map -> {
                json.writeStartObject();
                for (var field : map.entrySet()) {
                    json.writeFieldName(String.valueOf(field.getKey()));
                    write(json, field.getValue());
                }
                json.writeEndObject();
            }
            case List<?> list -> {
                json.writeStartArray();
                for (var item : list) {
                    write(json, item);
                }
                json.writeEndArray();
            }
            case Boolean truth -> json.writeBoolean(truth);
            case Double number -> json.writeNumber(number);
            case Number number -> json.writeNumber(number.longValue());
            default -> json.writeString(value.toString());
        }
    }
}
