package dev.outlast.controller.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.outlast.core.task.Problem;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/// Reads bodies, never more of them than allowed.
public final class BodyReader {
    static final String JSON = "application/json";

    private static final int MAX_DEPTH = 32;
    private static final long MOST_DISCARDED = 16 << 20;
    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxStringLength(ApiSettings.MAX_BODY_BYTES)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private BodyReader() {}

    static boolean isYaml(String mediaType) {
        return mediaType.equals("application/yaml") || mediaType.equals("application/x-yaml");
    }

    /// The header without parameters, in lower case.
    static String mediaType(String header) {
        int semicolon = header.indexOf(';');
        var type = semicolon < 0 ? header : header.substring(0, semicolon);
        return type.strip().toLowerCase(Locale.ROOT);
    }

    /// @throws RequestException 413 when there is more than allowed
    public static byte[] bytes(ServerRequest request) throws IOException {
        var length = request.headers().contentLength();
        if (length.isPresent() && length.getAsLong() > ApiSettings.MAX_BODY_BYTES) {
            if (length.getAsLong() <= MOST_DISCARDED) {
                try (var in = request.content().inputStream()) {
                    discard(in);
                }
            }
            throw tooLarge(ApiSettings.MAX_BODY_BYTES);
        }
        if (!request.content().hasEntity()) {
            return new byte[0];
        }
        try (var in = request.content().inputStream()) {
            var bytes = in.readNBytes(ApiSettings.MAX_BODY_BYTES + 1);
            if (bytes.length > ApiSettings.MAX_BODY_BYTES) {
                discard(in);
                throw tooLarge(ApiSettings.MAX_BODY_BYTES);
            }
            return bytes;
        }
    }

    /// Reads on where a body is a little too large. A connection that is closed while its client still writes is reset,
    /// and the client may never see the answer (RFC 9112, 9.6). What is far too large is cut off all the same.
    public static void discard(InputStream in) throws IOException {
        var buffer = new byte[64 << 10];
        int n = 0;
        for (long left = MOST_DISCARDED; left > 0 && n >= 0; left -= n) {
            n = in.read(buffer);
        }
    }

    static RequestException tooLarge(long most) {
        return new RequestException(413, "too_large", "the body has more than " + most + " bytes");
    }

    static String text(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException malformed) {
            throw RequestException.bad("the body is not UTF-8 text");
        }
    }

    /// An object with any keys; an empty body is an empty one.
    public static ObjectNode object(byte[] body) {
        if (body.length == 0) {
            return JsonNodeFactory.instance.objectNode();
        }
        if (!(tree(body) instanceof ObjectNode object)) {
            throw RequestException.bad("the body must be a JSON object");
        }
        return object;
    }

    /// An object; an empty body is an empty one.
    ///
    /// @param keys all that it may have
    static ObjectNode object(byte[] body, List<String> keys) {
        var object = object(body);
        for (var names = object.fieldNames(); names.hasNext(); ) {
            var name = names.next();
            if (!keys.contains(name)) {
                throw RequestException.bad(name, "unknown key; known: " + String.join(", ", keys));
            }
        }
        return object;
    }

    private static JsonNode tree(byte[] body) {
        try {
            return MAPPER.readTree(text(body));
        } catch (JsonProcessingException malformed) {
            var where = malformed.getLocation();
            int line = where == null ? 0 : where.getLineNr();
            int column = where == null ? 0 : where.getColumnNr();
            var message = malformed.getOriginalMessage();
            throw new RequestException(
                    400,
                    "bad_json",
                    "the body is not JSON: line " + line + ", column " + column + ": " + message,
                    List.of(new Problem(line, column, "", message)));
        }
    }
}
