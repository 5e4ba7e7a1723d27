package dev.outlast.cli.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/// Asks a controller. Built on the oldest HTTP client of the JDK: it loads a third of the classes of the newer one, and
/// the command lives for one or two requests.
public final class Client {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int READ_MILLIS = 90_000;
    private static final int[] PAUSES = {100, 300, 1_000, 2_000, 5_000, 10_000, 10_000, 15_000, 15_000};

    private final Endpoint endpoint;

    static {
        // We repeat requests ourselves, with the same key.
        System.setProperty("sun.net.http.retryPost", "false");
    }

    public Client(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    public Endpoint endpoint() {
        return endpoint;
    }

    public Json get(String path) {
        return fetch(path).json();
    }

    public Reply fetch(String path) {
        return exchange("GET", path, Map.of(), connection -> {});
    }

    public Json post(String path, Json body) {
        return post(path, body, Map.of());
    }

    /// Repeats with one key until it is known that it was done, or that it cannot be.
    public Json postOnce(String path, Json body) {
        var key = Map.of("Idempotency-Key", UUID.randomUUID().toString());
        return patiently(4, () -> post(path, body, key));
    }

    private Json post(String path, Json body, Map<String, String> headers) {
        var bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        var all = new HashMap<>(headers);
        all.put("Content-Type", "application/json");
        return exchange("POST", path, all, connection -> {
                    connection.setDoOutput(true);
                    connection.setFixedLengthStreamingMode(bytes.length);
                    try (var out = connection.getOutputStream()) {
                        out.write(bytes);
                    }
                })
                .json();
    }

    public Json put(String path, Path file) {
        var type = Map.of("Content-Type", "application/octet-stream");
        return exchange("PUT", path, type, connection -> {
                    connection.setDoOutput(true);
                    connection.setFixedLengthStreamingMode(Files.size(file));
                    try (var out = connection.getOutputStream()) {
                        Files.copy(file, out);
                    }
                })
                .json();
    }

    /// A stream of server-sent events; its owner closes it.
    public InputStream events(String path, String lastId) throws IOException {
        var connection = open("GET", path, Map.of("Accept", "text/event-stream", "Last-Event-ID", lastId));
        if (connection.getResponseCode() != 200) {
            throw error(connection);
        }
        return connection.getInputStream();
    }

    /// For those who wait: lets a controller that is being restarted come back. The first failure of all is told at
    /// once by the caller not using this.
    public <T> T patiently(Supplier<T> ask) {
        return patiently(PAUSES.length, ask);
    }

    private static <T> T patiently(int tries, Supplier<T> ask) {
        for (int i = 0; ; i++) {
            try {
                return ask.get();
            } catch (UnreachableException away) {
                pauseOr(away, i, tries);
            } catch (ApiException refused) {
                if (!refused.isPassing()) {
                    throw refused;
                }
                pauseOr(refused, i, tries);
            }
        }
    }

    private static void pauseOr(RuntimeException failure, int done, int tries) {
        if (done + 1 >= tries) {
            throw failure;
        }
        try {
            Thread.sleep(PAUSES[Math.min(done, PAUSES.length - 1)]);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw failure;
        }
    }

    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @FunctionalInterface
    private interface Sending {
        void to(HttpURLConnection connection) throws IOException;
    }

    private Reply exchange(String method, String path, Map<String, String> headers, Sending sending) {
        try {
            var connection = open(method, path, headers);
            try {
                sending.to(connection);
            } catch (IOException cutShort) {
                // It may have answered before we were done, for example that this is too much.
                if (connection.getResponseCode() < 400) {
                    throw cutShort;
                }
            }
            if (connection.getResponseCode() >= 400) {
                throw error(connection);
            }
            try (var in = connection.getInputStream()) {
                return new Reply(in.readAllBytes(), headers(connection));
            }
        } catch (IOException failed) {
            throw new UnreachableException("no controller answers at " + endpoint.address(), failed);
        }
    }

    private HttpURLConnection open(String method, String path, Map<String, String> headers) throws IOException {
        var connection = (HttpURLConnection) endpoint.uri(path).toURL().openConnection();
        connection.setRequestMethod(method);
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(READ_MILLIS);
        connection.setInstanceFollowRedirects(false);
        connection.setRequestProperty("Outlast-User", endpoint.user());
        endpoint.token().ifPresent(token -> connection.setRequestProperty("Authorization", "Bearer " + token));
        headers.forEach(connection::setRequestProperty);
        return connection;
    }

    private static Map<String, String> headers(HttpURLConnection connection) {
        var headers = new HashMap<String, String>();
        connection.getHeaderFields().forEach((name, values) -> {
            var lower = String.valueOf(name).toLowerCase(Locale.ROOT);
            if (lower.startsWith("x-outlast-")) {
                headers.put(lower, values.getFirst());
            }
        });
        return headers;
    }

    private static ApiException error(HttpURLConnection connection) throws IOException {
        int status = connection.getResponseCode();
        var stream = connection.getErrorStream();
        if (stream != null) {
            try (stream) {
                var error = Json.read(stream.readAllBytes()).at("error");
                if (!error.isNothing()) {
                    return new ApiException(
                            status,
                            error.at("code").text(),
                            error.at("message").text(),
                            error.at("problems").items());
                }
            } catch (com.fasterxml.jackson.core.JsonProcessingException foreign) {
                return new ApiException(status, "foreign", "what answers there is not a controller", List.of());
            }
        }
        return new ApiException(status, "http", "the controller answered " + status, List.of());
    }
}
