package dev.outlast.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/// Calls to one API server. fabric8's client brings addresses, TLS, credentials of every kind and their renewal; what
/// is sent and kept are plain trees, for its typed models weigh ten times what we keep of a pod.
final class Api implements AutoCloseable {
    static final String JSON_PATCH = "application/json-patch+json";
    static final String MERGE_PATCH = "application/merge-patch+json";
    private static final String JSON = "application/json";
    private static final long SECONDS = 30;

    private final KubernetesClient client;
    private final String server;
    private final AtomicLong calls = new AtomicLong();

    Api(KubernetesClient client) {
        this.client = client;
        var url = client.getMasterUrl().toString();
        this.server = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    /// How many calls were made, watches included.
    long calls() {
        return calls.get();
    }

    KubernetesClient client() {
        return client;
    }

    static String pods(String namespace) {
        return "/api/v1/namespaces/" + namespace + "/pods";
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    JsonNode get(String path) throws ApiFailure {
        return call(request(path).build());
    }

    JsonNode post(String path, Map<String, Object> body) throws ApiFailure {
        return call(request(path).post(JSON, Trees.json(body)).build());
    }

    JsonNode put(String path, Map<String, Object> body) throws ApiFailure {
        return call(request(path).put(JSON, Trees.json(body)).build());
    }

    /// @param type [#JSON_PATCH] or [#MERGE_PATCH]
    JsonNode patch(String path, String type, Object body) throws ApiFailure {
        return call(request(path).method("PATCH", type, Trees.json(body)).build());
    }

    JsonNode delete(String path, Map<String, Object> options) throws ApiFailure {
        return call(request(path).delete(JSON, Trees.json(options)).build());
    }

    /// An answer that goes on for as long as the caller reads it.
    InputStream stream(String path) throws ApiFailure {
        var response = send(request(path).forStreaming().build(), InputStream.class);
        try {
            if (response.isSuccessful()) {
                return response.body();
            }
            try (var body = response.body()) {
                throw failure(response, body.readNBytes(1 << 16));
            }
        } catch (IOException broken) {
            throw new ApiFailure("no answer from " + server, broken);
        }
    }

    private HttpRequest.Builder request(String path) {
        var builder = client.getHttpClient().newHttpRequestBuilder();
        builder.uri(server + path);
        return builder;
    }

    private JsonNode call(HttpRequest request) throws ApiFailure {
        var response = send(request, byte[].class);
        var body = Optional.ofNullable(response.body()).orElse(new byte[0]);
        if (!response.isSuccessful()) {
            throw failure(response, body);
        }
        try {
            return Answers.read(body);
        } catch (IOException garbled) {
            throw new ApiFailure("no JSON from " + server, garbled);
        }
    }

    private <T> HttpResponse<T> send(HttpRequest request, Class<T> type) throws ApiFailure {
        calls.incrementAndGet();
        var answer = client.getHttpClient().sendAsync(request, type);
        try {
            return answer.get(SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new ApiFailure("interrupted while waiting for " + server, interrupted);
        } catch (TimeoutException late) {
            answer.cancel(true);
            throw new ApiFailure("no answer from " + server + " within " + SECONDS + " s", late);
        } catch (ExecutionException failed) {
            var cause = Optional.ofNullable(failed.getCause()).orElse(failed);
            throw new ApiFailure("no answer from " + server, cause);
        }
    }

    private static ApiFailure failure(HttpResponse<?> response, byte[] body) {
        var retry = Optional.ofNullable(response.header("Retry-After"))
                .filter(text -> text.matches("[0-9]{1,4}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .orElse(Duration.ZERO);
        var reason = "";
        var message = "";
        try {
            var status = Trees.JSON.readTree(body);
            reason = status.path("reason").asText("");
            message = status.path("message").asText("");
        } catch (IOException notJson) {
            message = new String(body, 0, Math.min(body.length, 300), StandardCharsets.UTF_8);
        }
        return new ApiFailure(
                response.code(), reason, message.isBlank() ? "HTTP " + response.code() : message.strip(), retry);
    }

    @Override
    public void close() {
        client.close();
    }
}
