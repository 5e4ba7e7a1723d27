package dev.outlast.controller.skyapi;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Writes JSON, as texts within JSON and as answers.
final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final Header TYPE = HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "application/json");
    private static final Header NO_SNIFF = HeaderValues.createCached("X-Content-Type-Options", "nosniff");
    private static final Header NO_STORE = HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "no-store");

    private Json() {}

    @FunctionalInterface
    interface Writer {
        void write(JsonGenerator json) throws IOException;
    }

    static byte[] bytes(Writer writer) {
        var bytes = new ByteArrayOutputStream(512);
        try (var json = FACTORY.createGenerator(bytes, JsonEncoding.UTF8)) {
            writer.write(json);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    static String text(Writer writer) {
        return new String(bytes(writer), StandardCharsets.UTF_8);
    }

    static void answer(ServerResponse response, int status, Writer writer) {
        response.status(Status.create(status));
        response.header(TYPE);
        response.header(NO_SNIFF);
        response.header(NO_STORE);
        response.send(bytes(writer));
    }

    /// `{"detail": "…"}`, the form of all plain errors of this protocol.
    static void detail(ServerResponse response, int status, String detail) {
        answer(response, status, json -> {
            json.writeStartObject();
            json.writeStringField("detail", detail);
            json.writeEndObject();
        });
    }

    static void optional(JsonGenerator json, String key, @Nullable String value) throws IOException {
        if (value == null) {
            json.writeNullField(key);
        } else {
            json.writeStringField(key, value);
        }
    }

    /// Seconds since 1970; null where it is not a number.
    static void seconds(JsonGenerator json, String key, double value) throws IOException {
        if (Double.isNaN(value)) {
            json.writeNullField(key);
        } else {
            json.writeNumberField(key, value);
        }
    }
}
