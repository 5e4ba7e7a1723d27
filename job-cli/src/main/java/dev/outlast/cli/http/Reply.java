package dev.outlast.cli.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/// A successful answer.
///
/// @param headers those that begin with `X-Outlast-`, by their lower-case names
@SuppressWarnings("ArrayRecordComponent")
public record Reply(byte[] body, Map<String, String> headers) {
    public Json json() {
        try {
            return Json.read(body);
        } catch (IOException broken) {
            throw new UncheckedIOException("the controller's answer is not JSON", broken);
        }
    }

    public boolean says(String header) {
        return "true".equals(headers.get(header));
    }
}
