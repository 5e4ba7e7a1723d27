package dev.outlast.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;

/// What a controller answered.
///
/// @param headers of ours, names in lower case
/// @param body not copied
@SuppressWarnings("ArrayRecordComponent")
public record Reply(int status, Map<String, String> headers, byte[] body) {
    public Reply {
        headers = Map.copyOf(headers);
        Objects.requireNonNull(body);
    }

    public JsonNode json() throws IOException {
        return Json.read(body);
    }

    public String header(String name) {
        return headers.getOrDefault(name, "");
    }

    boolean isDone() {
        return status >= 200 && status < 300;
    }

    /// Certainly not done, and worth another try.
    boolean isLater() {
        return status == 429 || status == 503;
    }
}
