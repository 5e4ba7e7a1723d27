package dev.outlast.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// A job as the controller shows it.
record JobRecord(long id, String status, String reason, int recoveries, List<Attempt> attempts) {
    JobRecord {
        Objects.requireNonNull(status);
        Objects.requireNonNull(reason);
        attempts = List.copyOf(attempts);
    }

    static JobRecord of(JsonNode json) {
        var attempts = new ArrayList<Attempt>();
        for (var attempt : json.path("tasks").path(0).path("attempts")) {
            attempts.add(Attempt.of(attempt));
        }
        return new JobRecord(
                json.path("job_id").asLong(),
                json.path("status").asText(),
                json.path("status_reason").asText(""),
                json.path("recovery_count").asInt(),
                attempts);
    }

    boolean succeeded() {
        return status.equals("SUCCEEDED");
    }
}
