package dev.outlast.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/// Answers like a controller, from texts that a test lays down.
final class FakeController implements AutoCloseable {
    final List<Asked> asked = new CopyOnWriteArrayList<>();

    private final Map<String, ArrayDeque<Answer>> answers = new HashMap<>();
    private final HttpServer server;

    /// @param key the Idempotency-Key, empty for none
    record Asked(String what, String body, String key, String contentType) {}

    private record Answer(int status, Map<String, String> headers, String body) {}

    FakeController() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// The last answer given for a request stays.
    ///
    /// @param what `GET /v1/jobs`, with the query or, where that does not matter, without
    FakeController on(String what, int status, String body) {
        return on(what, status, Map.of(), body);
    }

    /// @param status 0 to cut the connection instead
    FakeController on(String what, int status, Map<String, String> headers, String body) {
        synchronized (answers) {
            answers.computeIfAbsent(what, _ -> new ArrayDeque<>()).add(new Answer(status, headers, body));
        }
        return this;
    }

    List<Asked> asked(String what) {
        return asked.stream().filter(a -> a.what().startsWith(what)).toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        var whole = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add(new Asked(whole, body, header(exchange, "Idempotency-Key"), header(exchange, "Content-Type")));
        var answer = answer(whole);
        if (answer.status() == 0) {
            exchange.close();
            return;
        }
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        var bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static String header(HttpExchange exchange, String name) {
        var value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    private Answer answer(String whole) {
        synchronized (answers) {
            var laid = answers.get(whole);
            int query = whole.indexOf('?');
            if (laid == null && query > 0) {
                laid = answers.get(whole.substring(0, query));
            }
            if (laid == null) {
                return new Answer(404, Map.of(), error("not_found", "there is no job 99"));
            }
            return laid.size() > 1 ? laid.removeFirst() : laid.getFirst();
        }
    }

    static String error(String code, String message) {
        return "{\"error\":{\"code\":\"%s\",\"message\":\"%s\",\"problems\":[]}}".formatted(code, message);
    }
}
