package dev.outlast.controller.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

/// A door on a free port before a controller of straw.
abstract class ApiTest {
    static final String TOKEN = "0123456789abcdef0123456789abcdef";
    static final ObjectMapper JSON = new ObjectMapper();

    final FakeController controller = new FakeController();
    final HttpClient client = HttpClient.newHttpClient();
    final TestAccess people = new TestAccess();
    final Access access = people.access();
    ApiServer server = start(false);

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    final ApiServer start(boolean authRequired) {
        var settings = new ApiSettings(
                InetAddress.getLoopbackAddress(),
                0,
                authRequired,
                Set.of("outlast.example"),
                AccessToken.of(TOKEN),
                1 << 20,
                Duration.ofMillis(50));
        return ApiServer.start(settings, controller, access);
    }

    final HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(server.address() + path)).timeout(Duration.ofSeconds(20));
    }

    final HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    final HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(to(path));
    }

    final HttpResponse<String> post(String path, String type, String body) throws IOException, InterruptedException {
        return send(to(path).header("Content-Type", type).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    final HttpResponse<String> postJson(String path, String body) throws IOException, InterruptedException {
        return post(path, "application/json", body);
    }

    static JsonNode json(HttpResponse<String> response) throws IOException {
        return JSON.readTree(response.body());
    }
}
