package dev.outlast.controller.skyapi;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// An operation that failed, as a client shows it: the class of a Python exception and one sentence.
final class SkyFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final String type;

    /// @param type an exception of Python or of the client whose only argument is the message
    SkyFailure(String type, String message) {
        // Expected, many, and never looked into: no stack trace.
        super(message, null, false, false);
        this.type = Objects.requireNonNull(type);
    }

    static SkyFailure value(String message) {
        return new SkyFailure("ValueError", message);
    }

    static SkyFailure notServed(String message) {
        return new SkyFailure("NotSupportedError", message);
    }

    static SkyFailure runtime(String message) {
        return new SkyFailure("RuntimeError", message);
    }

    String type() {
        return type;
    }

    String message() {
        return String.valueOf(getMessage());
    }

    /// The error of a request's record, as JSON text.
    String json() {
        return Json.text(json -> {
            json.writeStartObject();
            json.writeStringField("object", pickle());
            json.writeStringField("type", type);
            json.writeStringField("message", message());
            json.writeEndObject();
        });
    }

    private String pickle() {
        var dictionary = new TreeMap<String, Object>();
        dictionary.put("type", type);
        dictionary.put("message", message());
        dictionary.put("args", new Pickle.Tuple(List.of(message())));
        dictionary.put("attributes", Map.of());
        // The trace is not the client's business; the key has to be there.
        dictionary.put("stacktrace", "");
        return Pickle.base64(dictionary);
    }
}
