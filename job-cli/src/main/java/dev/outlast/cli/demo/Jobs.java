package dev.outlast.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.outlast.cli.control.Door;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// The calls that the demo makes.
final class Jobs {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Door door;

    Jobs(Door door) {
        this.door = Objects.requireNonNull(door);
    }

    /// Answers the name to submit with: its sha256.
    String upload(byte[] archive) throws IOException, DemoException {
        return read(door.send("PUT", "/v1/blobs", "application/octet-stream", archive))
                .path("sha256")
                .asText();
    }

    long submit(String name, String yaml, String workdir) throws IOException, DemoException {
        var body = JSON.createObjectNode().put("task", yaml);
        body.putObject("blobs").put(".", workdir);
        body.putObject("overrides").put("name", name);
        return post("/v1/jobs", body).path("job_ids").path(0).asLong();
    }

    /// The provider takes the job's machine back, as rehearsed.
    void preempt(long job) throws IOException, DemoException {
        var body = JSON.createObjectNode().put("verb", "preempt");
        body.putObject("arguments").put("job", Long.toString(job));
        post("/v1/providers/local/rehearse", body);
    }

    void cancelAll() throws IOException, DemoException {
        post("/v1/jobs/cancel", JSON.createObjectNode().put("all", true));
    }

    long live() throws IOException, DemoException {
        return read(door.get("/v1/status")).path("figures").path("live_jobs").asLong();
    }

    JobRecord job(long job) throws IOException, DemoException {
        return JobRecord.of(read(door.get("/v1/jobs/" + job)));
    }

    JsonNode events(long job, String after) throws IOException, DemoException {
        return read(door.get("/v1/jobs/" + job + "/events?after=" + after));
    }

    Door.Reply logs(long job, String cursor) throws IOException, DemoException {
        var reply = door.get("/v1/jobs/" + job + "/logs?limit=65536" + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
        check(reply);
        return reply;
    }

    private JsonNode post(String path, JsonNode body) throws IOException, DemoException {
        return read(door.send("POST", path, "application/json", body.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static JsonNode read(Door.Reply reply) throws IOException, DemoException {
        check(reply);
        return JSON.readTree(reply.text());
    }

    private static void check(Door.Reply reply) throws DemoException {
        if (!reply.isOk()) {
            throw new DemoException("the controller answered " + reply.status() + ": " + reply.text());
        }
    }
}
