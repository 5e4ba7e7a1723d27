package dev.outlast.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Objects;

/// One line of a job's history.
///
/// @param attempt 0 where none is meant
record JobEvent(Instant at, int attempt, String kind, String detail) {
    JobEvent {
        Objects.requireNonNull(at);
        Objects.requireNonNull(kind);
        Objects.requireNonNull(detail);
    }

    static JobEvent of(JsonNode json) {
        return new JobEvent(
                Instant.parse(json.path("at").asText()),
                json.path("attempt").asInt(0),
                json.path("kind").asText(),
                json.path("detail").asText(""));
    }

    /// For people: what it says, with its detail.
    String words() {
        var what = switch (kind) {
            case "placing" -> "looking for a place";
            case "resume_point" -> "will start";
            case "launched" -> "machine is there";
            case "activated" -> "runner started, files being put in place";
            case "lost" -> "machine lost,";
            case "recovered" -> "running again,";
            case "started" -> "running,";
            case "released" -> "machine given back,";
            case "exited" -> "training ended,";
            default -> kind.replace('_', ' ');
        };
        var text = detail.isEmpty() ? what : what + " " + detail;
        return text.endsWith(",") ? text.substring(0, text.length() - 1) : text;
    }
}
