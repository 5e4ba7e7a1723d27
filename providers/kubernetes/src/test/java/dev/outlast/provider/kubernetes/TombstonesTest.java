package dev.outlast.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TombstonesTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final String NAME = "outlast-released-faults-20261122120";

    private final Map<String, ObjectNode> maps = new TreeMap<>();
    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private HttpServer server = server();
    private Api api = api();

    private HttpServer server() {
        try {
            var made = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            made.createContext("/api/v1/namespaces/n/configmaps", this::answer);
            made.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            return made;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Api api() {
        var config = new ConfigBuilder()
                .withAutoConfigure(false)
                .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                .withRequestRetryBackoffLimit(0)
                .build();
        return new Api(new KubernetesClientBuilder().withConfig(config).build());
    }

    /// As little of an API server as tombstones need.
    private synchronized void answer(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        var name = path.substring(path.lastIndexOf('/') + 1);
        var body = Trees.JSON.readTree(exchange.getRequestBody().readAllBytes());
        var code = 200;
        switch (exchange.getRequestMethod()) {
            case "POST" -> maps.put(body.at("/metadata/name").asText(), (ObjectNode) body);
            case "PATCH" -> {
                if (maps.containsKey(name)) {
                    ((ObjectNode) maps.get(name).path("data")).setAll((ObjectNode) body.path("data"));
                } else {
                    code = 404;
                }
            }
            case "DELETE" -> maps.remove(name);
            default -> {}
        }
        var all = Trees.JSON.createObjectNode();
        all.putArray("items").addAll(maps.values());
        var bytes = all.toString().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(code, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @BeforeEach
    void up() {
        server.start();
    }

    @AfterEach
    void down() {
        api.close();
        server.stop(0);
    }

    /// By a clock that goes on while nobody waits.
    private Tombstones tombstones() {
        return new Tombstones(api, "n", () -> now.updateAndGet(at -> at.plusMillis(200)));
    }

    private int keys(String name) {
        var map = maps.get(name);
        return map == null ? 0 : map.path("data").size();
    }

    @Test
    void noConfigMapGrowsForLong() throws Exception {
        var tombstones = tombstones();
        for (int job = 1; job <= 300; job++) {
            tombstones.add(KubeBench.token(job));
        }

        assertThat(maps).containsOnlyKeys(NAME, NAME + ".1");
        assertThat(keys(NAME)).isEqualTo(Tombstones.MOST_KEYS);
        assertThat(keys(NAME + ".1")).isEqualTo(300 - Tombstones.MOST_KEYS);
        var next = tombstones();
        assertThat(next.has(KubeBench.token(1))).isFalse();
        next.load(1);
        for (int job = 1; job <= 300; job++) {
            assertThat(next.has(KubeBench.token(job))).isTrue();
        }
    }

    @Test
    void whatIsOlderThanTheHorizonIsForgotten() throws Exception {
        var tombstones = tombstones();
        for (int job = 1; job <= 251; job++) {
            tombstones.add(KubeBench.token(job));
        }
        now.set(NOON.plus(Duration.ofHours(24)));
        tombstones().load(1);
        assertThat(maps).hasSize(2);

        now.set(NOON.plus(Duration.ofHours(24).plusMinutes(40)));
        tombstones().load(1);

        assertThat(maps).isEmpty();
    }
}
