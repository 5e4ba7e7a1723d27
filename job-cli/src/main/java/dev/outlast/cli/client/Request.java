package dev.outlast.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/// What is asked of a controller; can be sent more than once.
///
/// @param path with its query
/// @param key goes with what must happen once only, empty for none
public record Request(String method, String path, Content content, String key) {
    public Request {
        Objects.requireNonNull(method);
        Objects.requireNonNull(path);
        Objects.requireNonNull(content);
        Objects.requireNonNull(key);
    }

    /// A body, opened anew for each try.
    public sealed interface Content {
        record None() implements Content {}

        /// @param bytes not copied
        @SuppressWarnings("ArrayRecordComponent")
        record Text(byte[] bytes) implements Content {}

        record Upload(Path file) implements Content {}

        default InputStream open() throws IOException {
            return switch (this) {
                case None _ -> InputStream.nullInputStream();
                case Text text -> new java.io.ByteArrayInputStream(text.bytes());
                case Upload upload -> Files.newInputStream(upload.file());
            };
        }

        default long length() throws IOException {
            return switch (this) {
                case None _ -> 0;
                case Text text -> text.bytes().length;
                case Upload upload -> Files.size(upload.file());
            };
        }

        default Map<String, String> headers() {
            return switch (this) {
                case None _ -> Map.of();
                case Text _ -> Map.of("Content-Type", "application/json");
                case Upload _ -> Map.of("Content-Type", "application/octet-stream");
            };
        }
    }

    public static Request get(String path) {
        return new Request("GET", path, new Content.None(), "");
    }

    public static Request post(String path, JsonNode body) {
        return new Request("POST", path, new Content.Text(Json.bytes(body)), "");
    }

    /// A POST that takes effect once, however often it is sent.
    public static Request once(String path, JsonNode body, String key) {
        return new Request("POST", path, new Content.Text(Json.bytes(body)), key);
    }

    public static Request upload(String path, Path file) {
        return new Request("PUT", path, new Content.Upload(file), "");
    }
}
