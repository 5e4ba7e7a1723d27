package dev.outlast.controller.skyapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.outlast.controller.api.AccessToken;
import dev.outlast.controller.api.ApiServer;
import dev.outlast.controller.api.ApiSettings;
import dev.outlast.controller.api.FakeController;
import dev.outlast.controller.api.TestAccess;
import dev.outlast.controller.skyapi.queue.QueueBoard;
import dev.outlast.core.store.ApiRequestRow;
import dev.outlast.core.store.StoreException;
import dev.outlast.testkit.store.InMemoryStore;
import dev.outlast.testkit.store.SampleRows;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A controller of straw behind the protocol, and a client that sends what was recorded of real ones.
abstract class SkyApiTest {
    static final String TOKEN = "0123456789abcdef0123456789abcdef";
    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path home;

    final FakeController controller = new FakeController();
    final TestAccess people = new TestAccess();
    final InMemoryStore store = new InMemoryStore();
    final QueueBoard queue = new QueueBoard(_ -> Optional.empty());
    final AtomicReference<Instant> now = new AtomicReference<>(NOW);
    final HttpClient client = HttpClient.newHttpClient();

    @SuppressWarnings("NullAway.Init")
    ApiServer server;

    @BeforeEach
    void open() {
        queue.loadedAll();
        server = start(false);
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    final ApiServer start(boolean authRequired) {
        controller.records = this::record;
        var settings = new ApiSettings(
                InetAddress.getLoopbackAddress(),
                0,
                authRequired,
                Set.of("outlast.example"),
                AccessToken.of(TOKEN),
                1 << 20,
                Duration.ofMillis(50));
        // Made anew, as after a restart: what it knows, it knows from the store.
        return ApiServer.start(settings, controller, people.access(), new SkyDoor(parts(authRequired)));
    }

    final void restart(boolean authRequired) {
        server.close();
        server = start(authRequired);
    }

    final SkyParts parts(boolean authRequired) {
        InstantSource clock = now::get;
        return new SkyParts(
                controller,
                store,
                queue,
                this::record,
                Map.of("local", List.of("kubernetes", "aws")),
                home.resolve("uploads"),
                home.resolve("blobs"),
                SkyParts.Beyond.NONE,
                "inst.1",
                authRequired,
                clock,
                new Random(7));
    }

    private void record(ApiRequestRow row) {
        try {
            store.takeLead("test");
            store.commit(SampleRows.after(store.leader()).with(row).build());
        } catch (StoreException away) {
            throw new IllegalStateException(away);
        }
    }

    record Recorded(String path, ObjectNode body) {}

    /// What a real client sent.
    static Recorded recorded(String name) throws IOException {
        try (var in = SkyApiTest.class.getResourceAsStream(name + ".json")) {
            var tree = JSON.readTree(Objects.requireNonNull(in));
            return new Recorded(tree.get("path").textValue(), (ObjectNode) tree.get("body"));
        }
    }

    final HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(server.address() + path))
                .header("X-SkyPilot-API-Version", "62")
                .header("X-SkyPilot-Version", "0.14.1")
                .timeout(Duration.ofSeconds(20));
    }

    final HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        var response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(response.headers().firstValue("X-SkyPilot-API-Version")).contains("62");
        assertThat(response.headers().firstValue("X-SkyPilot-Version").orElse(""))
                .startsWith("outlast-");
        return response;
    }

    final HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(to(path));
    }

    final HttpResponse<String> post(String path, JsonNode body) throws IOException, InterruptedException {
        return post(path, body.toString());
    }

    final HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return send(
                to(path).header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    final HttpResponse<String> upload(String path, byte[] bytes) throws IOException, InterruptedException {
        // Without a length, as real clients do: the body comes in chunks.
        var body = HttpRequest.BodyPublishers.fromPublisher(HttpRequest.BodyPublishers.ofByteArray(bytes));
        return send(to(path).header("Content-Type", "application/octet-stream").POST(body));
    }

    /// Sends a request as recorded.
    ///
    /// @return the id under which its answer is fetched
    final String ask(String name) throws IOException, InterruptedException {
        var recorded = recorded(name);
        return ask(recorded.path(), recorded.body());
    }

    final String ask(String path, JsonNode body) throws IOException, InterruptedException {
        var response = post(path, body);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("null");
        return id(response);
    }

    static String id(HttpResponse<String> response) {
        return response.headers().firstValue("X-Skypilot-Request-ID").orElseThrow();
    }

    /// The record of a request that succeeded.
    final JsonNode answer(String id) throws IOException, InterruptedException {
        var response = get("/api/get?request_id=" + id);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return payload(JSON.readTree(response.body()));
    }

    /// What it came to.
    final JsonNode result(String id) throws IOException, InterruptedException {
        return JSON.readTree(answer(id).get("return_value").textValue());
    }

    /// The record of a request that failed.
    final JsonNode failure(String id) throws IOException, InterruptedException {
        var response = get("/api/get?request_id=" + id);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(500);
        var payload = payload(JSON.readTree(response.body()).get("detail"));
        assertThat(payload.get("status").textValue()).isEqualTo("FAILED");
        var error = JSON.readTree(payload.get("error").textValue());
        assertThat(error.get("object").isTextual()).isTrue();
        assertThat(error.get("message").textValue()).isNotEmpty().doesNotContain("\tat ");
        return error;
    }

    final String stream(String id) throws IOException, InterruptedException {
        var response = get("/api/stream?request_id=" + id + "&follow=True&format=console");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("X-SkyPilot-Stream-Request-ID"))
                .contains(id);
        assertThat(response.headers().firstValue("Content-Type")).contains("text/plain; charset=utf-8");
        return response.body();
    }

    /// Every key that clients insist on, with its type.
    private static JsonNode payload(JsonNode payload) {
        for (var key : List.of(
                "request_id",
                "name",
                "entrypoint",
                "request_body",
                "status",
                "user_id",
                "return_value",
                "error",
                "schedule_type")) {
            assertThat(payload.get(key).isTextual()).as(key).isTrue();
        }
        assertThat(payload.get("name").textValue()).startsWith("sky.");
        assertThat(payload.get("entrypoint").textValue()).isEqualTo(Pickle.NONE);
        assertThat(payload.get("request_body").textValue()).isEqualTo(Pickle.NONE);
        assertThat(payload.get("created_at").isNumber()).isTrue();
        assertThat(payload.has("pid")).isTrue();
        return payload;
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
