package dev.outlast.controller.skyapi;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.outlast.core.store.ApiRequestRow;
import java.io.IOException;
import java.time.Instant;

/// The record of a request as clients read it.
final class Payload {
    private Payload() {}

    static void ended(JsonGenerator json, ApiRequestRow row) throws IOException {
        begin(json, row.id(), row.name(), Pickle.NONE, Pickle.NONE, row.ending().name());
        rest(json, row.createdAt(), row.userId(), row.userName(), row.result(), row.error());
        json.writeNumberField("finished_at", seconds(row.finishedAt()));
        json.writeEndObject();
    }

    /// A line of a list of requests: without what it came to.
    static void line(JsonGenerator json, ApiRequestRow row) throws IOException {
        begin(json, row.id(), row.name(), "", "null", row.ending().name());
        rest(json, row.createdAt(), row.userId(), row.userName(), "null", "null");
        json.writeNumberField("finished_at", seconds(row.finishedAt()));
        json.writeEndObject();
    }

    static void line(JsonGenerator json, Asked asked) throws IOException {
        begin(json, asked.id(), asked.name(), "", "null", "RUNNING");
        rest(json, asked.createdAt(), asked.caller().hash(), asked.caller().name(), "null", "null");
        json.writeNullField("finished_at");
        json.writeEndObject();
    }

    private static void begin(JsonGenerator json, String id, String name, String entrypoint, String body, String status)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("request_id", id);
        json.writeStringField("name", name);
        json.writeStringField("entrypoint", entrypoint);
        json.writeStringField("request_body", body);
        json.writeStringField("status", status);
    }

    private static void rest(
            JsonGenerator json, Instant createdAt, String userId, String userName, String result, String error)
            throws IOException {
        json.writeNumberField("created_at", seconds(createdAt));
        json.writeStringField("user_id", userId);
        json.writeStringField("return_value", result);
        json.writeStringField("error", error);
        json.writeNullField("pid");
        json.writeStringField("schedule_type", "short");
        json.writeStringField("user_name", userName);
        json.writeNullField("cluster_name");
        json.writeNullField("status_msg");
        json.writeBooleanField("should_retry", false);
        json.writeNullField("file_mounts_blob_id");
    }

    static double seconds(Instant at) {
        return at.getEpochSecond() + at.getNano() / 1e9;
    }
}
