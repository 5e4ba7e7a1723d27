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
import java.util.concurrent.CompletableFuture;
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
    private static final Duration ANSWER = Duration.ofSeconds(30);

    /// What is made of an answer's body.
    @FunctionalInterface
    private interface Reading {
        Reading NOT = body -> Trees.JSON.missingNode();

        JsonNode read(byte[] body) throws IOException;
    }

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

    /// A page of a list to make sights from ([Answers#sights]).
    JsonNode sights(String path) throws ApiFailure {
        return call(request(path).build(), Answers::sights);
    }

    JsonNode post(String path, Map<String, Object> body) throws ApiFailure {
        return call(request(path).post(JSON, Trees.json(body)).build());
    }

    JsonNode put(String path, Map<String, Object> body) throws ApiFailure {
        return call(request(path).put(JSON, Trees.json(body)).build());
    }

    /// @param type [#JSON_PATCH] or [#MERGE_PATCH]
    /// @return what a sight is made from ([Answers#sights])
    JsonNode patch(String path, String type, Object body) throws ApiFailure {
        return call(request(path).method("PATCH", type, Trees.json(body)).build(), Answers::sights);
    }

    void delete(String path, Map<String, Object> options) throws ApiFailure {
        call(request(path).delete(JSON, Trees.json(options)).build(), Reading.NOT);
    }

    /// An answer that is read as it arrives.
    InputStream stream(String path) throws ApiFailure {
        return stream(path, ANSWER);
    }

    /// @param quiet how long there may be nothing to read
    InputStream stream(String path, Duration quiet) throws ApiFailure {
        var feed = new Feed(quiet);
        try {
            var answer = client.getHttpClient()
                    .consumeBytes(request(path).forStreaming().build(), feed);
            // Also where nobody waits for it any more: then it is cancelled.
            var response = await(answer.whenComplete((came, failed) -> {
                if (came != null) {
                    feed.begin(came.body());
                }
            }));
            if (!response.isSuccessful()) {
                throw failure(response, feed.readNBytes(1 << 16));
            }
            return feed;
        } catch (IOException broken) {
            feed.close();
            throw new ApiFailure("no answer from " + server, broken);
        } catch (ApiFailure | RuntimeException failed) {
            feed.close();
            throw failed;
        }
    }

    private HttpRequest.Builder request(String path) {
        var builder = client.getHttpClient().newHttpRequestBuilder();
        builder.uri(server + path);
        return builder;
    }

    private JsonNode call(HttpRequest request) throws ApiFailure {
        return call(request, Answers::read);
    }

    private JsonNode call(HttpRequest request, Reading reading) throws ApiFailure {
        var response = send(request, byte[].class);
        var body = Optional.ofNullable(response.body()).orElse(new byte[0]);
        if (!response.isSuccessful()) {
            throw failure(response, body);
        }
        try {
            return reading.read(body);
        } catch (IOException garbled) {
            throw new ApiFailure("no JSON from " + server, garbled);
        }
    }

    private <T> HttpResponse<T> send(HttpRequest request, Class<T> type) throws ApiFailure {
        return await(client.getHttpClient().sendAsync(request, type));
    }

    private <T> HttpResponse<T> await(CompletableFuture<HttpResponse<T>> answer) throws ApiFailure {
        calls.incrementAndGet();
        try {
            return answer.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new ApiFailure("interrupted while waiting for " + server, interrupted);
        } catch (TimeoutException late) {
            answer.cancel(true);
            throw new ApiFailure("no answer from " + server + " within " + ANSWER.toSeconds() + " s", late);
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
