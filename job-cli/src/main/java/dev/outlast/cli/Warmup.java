package dev.outlast.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/// Run once after a build, by the script `outlast`, so that the JVM can write down which classes the commands that
/// people type most load. It answers them itself: no controller is needed, and nothing of a home is read.
final class Warmup {
    private static final String JOBS = """
            {"jobs":[{"job_id":2,"name":"train","user":"ada","priority":0,"status":"RUNNING","status_reason":null,
            "recovery_count":1,"submitted_at":"2026-01-01T00:00:00.5Z","started_at":"2026-01-01T00:00:01Z",
            "ended_at":null,"parked":null},{"job_id":1,"name":"train","user":"ada","priority":0,"status":"SUCCEEDED",
            "status_reason":"done","recovery_count":0,"submitted_at":"2026-01-01T00:00:00Z",
            "started_at":"2026-01-01T00:00:01Z","ended_at":"2026-01-01T00:00:02Z","parked":null}],"next_before":null}
            """;
    private static final String STATUS = """
            {"jobs":{"RUNNING":1,"SUCCEEDED":1}}""";

    private Warmup() {}

    public static void main(String[] arguments) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/jobs", exchange -> answer(exchange, JOBS));
        server.createContext("/v1/status", exchange -> answer(exchange, STATUS));
        server.start();
        var session = new Session(
                silent(),
                silent(),
                new ByteArrayInputStream(new byte[0]),
                Map.of(
                        "OUTLAST_ENDPOINT",
                        "http://127.0.0.1:" + server.getAddress().getPort(),
                        "HOME",
                        "/nonexistent"),
                Path.of("/"),
                false,
                false,
                InstantSource.system());
        var failed =
                Main.run(session, "queue") + Main.run(session, "queue", "-o", "json") + Main.run(session, "--help");
        server.stop(0);
        System.exit(failed);
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        try (exchange) {
            var body = json.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static PrintStream silent() {
        return new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    }
}
