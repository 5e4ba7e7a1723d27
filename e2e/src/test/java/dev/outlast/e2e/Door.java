package dev.outlast.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A client that outlives its controller: it repeats a request until somebody answers with anything but "later".
final class Door {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int PIECE = 1 << 20;

    /// How often this thread's last request was sent: more than once when the answer to it was lost.
    private final ThreadLocal<Integer> tries = ThreadLocal.withInitial(() -> 0);

    private final Supplier<String> address;
    private final Supplier<String> token;

    /// @param address where the controller listens now, empty while it is down
    /// @param token of this installation: another controller on a port that was ours would refuse it
    Door(Supplier<String> address, Supplier<String> token) {
        this.address = address;
        this.token = token;
    }

    int tries() {
        return tries.get();
    }

    /// Where the controller listens now.
    String address() {
        return address.get();
    }

    static final class Reply {
        private final int status;
        private final byte[] body;
        private final Map<String, String> headers;

        Reply(int status, byte[] body, Map<String, String> headers) {
            this.status = status;
            this.body = body;
            this.headers = headers;
        }

        int status() {
            return status;
        }

        String header(String name) {
            return headers.getOrDefault(name, "");
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException wrong) {
                throw new UncheckedIOException(text(), wrong);
            }
        }

        Reply ok() {
            assertThat(status).as(text()).isBetween(200, 299);
            return this;
        }
    }

    Reply get(String path) {
        return send("GET", path, Map.of(), "");
    }

    Reply post(String path, String json) {
        return send("POST", path, Map.of(), json);
    }

    Reply send(String method, String path, Map<String, String> headers, String body) {
        return send(method, path, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    Reply send(String method, String path, Map<String, String> headers, byte[] body) {
        var until = System.nanoTime() + PATIENCE.toNanos();
        var last = "the controller is down";
        tries.set(0);
        while (System.nanoTime() < until) {
            try {
                if (!address.get().isEmpty()) {
                    tries.set(tries.get() + 1);
                    var reply = once(method, path, headers, body);
                    if (reply.status() != 503 && reply.status() != 429) {
                        return reply;
                    }
                    last = reply.text();
                }
                TimeUnit.MILLISECONDS.sleep(25);
            } catch (IOException away) {
                last = away.toString();
            } catch (InterruptedException cut) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(cut);
            }
        }
        throw new AssertionError(method + " " + path + " had no answer in " + PATIENCE + "; last: " + last);
    }

    /// Asks once.
    ///
    /// @return nothing when nobody answered, or said "later"
    Optional<Reply> tryGet(String path) throws InterruptedException {
        try {
            if (address.get().isEmpty()) {
                return Optional.empty();
            }
            var reply = once("GET", path, Map.of(), new byte[0]);
            return reply.status() == 503 || reply.status() == 429 ? Optional.empty() : Optional.of(reply);
        } catch (IOException | IllegalArgumentException away) {
            return Optional.empty();
        }
    }

    /// What is answered, whatever it is.
    Reply once(String method, String path, Map<String, String> headers, byte[] body)
            throws IOException, InterruptedException {
        var all = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        all.put("Content-Type", "application/json");
        all.put("Authorization", "Bearer " + token.get());
        all.putAll(headers);
        var publisher =
                body.length == 0 ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofByteArray(body);
        var request = HttpRequest.newBuilder(URI.create(address.get() + path))
                .timeout(Duration.ofSeconds(60))
                .method(method, publisher);
        all.forEach(request::header);
        var response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        var said = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        response.headers().map().forEach((name, values) -> said.put(name, values.getFirst()));
        return new Reply(response.statusCode(), response.body(), said);
    }

    Reply trySubmit(String yaml) {
        return send("POST", "/v1/jobs", Map.of("Content-Type", "application/yaml"), yaml);
    }

    long submit(String yaml) {
        return ids(trySubmit(yaml).ok()).getFirst();
    }

    /// However often it must be repeated, it makes one job.
    long submit(String yaml, String idempotencyKey) {
        var headers = Map.of("Content-Type", "application/yaml", "Idempotency-Key", idempotencyKey);
        return ids(send("POST", "/v1/jobs", headers, yaml).ok()).getFirst();
    }

    static List<Long> ids(Reply submitted) {
        var ids = new ArrayList<Long>();
        submitted.json().path("job_ids").forEach(id -> ids.add(id.asLong()));
        assertThat(ids).isNotEmpty();
        return ids;
    }

    JsonNode job(long id) {
        return get("/v1/jobs/" + id).ok().json();
    }

    String status(long id) {
        return job(id).path("status").asText();
    }

    /// @return whether it is being cancelled; else it had ended
    boolean cancel(long id) {
        var said = post("/v1/jobs/" + id + "/cancel", "").ok().json();
        return said.path("jobs").path(0).path("result").asText().equals("CANCELLING");
    }

    Reply rehearse(String verb, Map<String, String> arguments) {
        try {
            var body = JSON.writeValueAsString(Map.of("verb", verb, "arguments", arguments));
            return post("/v1/providers/local/rehearse", body);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /// All jobs there are, newest first.
    List<JsonNode> jobs() {
        var all = new ArrayList<JsonNode>();
        var before = "";
        while (true) {
            var page = get("/v1/jobs?limit=1000" + before).ok().json();
            page.path("jobs").forEach(all::add);
            if (page.path("next_before").isNull()) {
                return all;
            }
            before = "&before=" + page.path("next_before").asLong();
        }
    }

    List<JsonNode> events(long id) {
        var events = new ArrayList<JsonNode>();
        get("/v1/jobs/" + id + "/events").ok().json().path("events").forEach(events::add);
        return events;
    }

    /// All that one attempt printed, piece by piece, as `logs -f` reads it.
    byte[] log(long id, int task, int attempt) {
        var whole = new ByteArrayOutputStream();
        log(id, task, attempt, whole::writeBytes);
        return whole.toByteArray();
    }

    void log(long id, int task, int attempt, Consumer<byte[]> reader) {
        var cursor = "";
        while (true) {
            var piece = get("/v1/jobs/" + id + "/logs?task=" + task + "&attempt=" + attempt + "&limit=" + PIECE
                            + cursor)
                    .ok();
            reader.accept(piece.body);
            cursor = "&wait=1&cursor=" + piece.header("X-Outlast-Cursor");
            var more = piece.header("X-Outlast-More").equals("true");
            if (piece.header("X-Outlast-Last").equals("true") || (!more && piece.body.length == 0)) {
                return;
            }
        }
    }

    String logText(long id, int task, int attempt) {
        return new String(log(id, task, attempt), StandardCharsets.UTF_8);
    }
}
