package dev.outlast.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a list and its watch do when the API server says what a real one says once in a blue moon.
class ReflectorTest {
    private static final String EXPIRED =
            "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"code\":410,\"reason\":\"Expired\",\"message\":\"too old\"}}\n";

    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final List<String> kept = Collections.synchronizedList(new ArrayList<>());
    private final Deque<Answer> lists = new ArrayDeque<>();
    private final Deque<Answer> watches = new ArrayDeque<>();
    private HttpServer server = server();
    private Api api = api();

    private record Answer(int code, String body) {}

    private HttpServer server() {
        try {
            var made = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            made.createContext("/", this::answer);
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

    private void answer(HttpExchange exchange) throws IOException {
        var query = String.valueOf(exchange.getRequestURI().getQuery());
        asked.add(query);
        Answer answer;
        synchronized (this) {
            answer = (query.contains("watch=true") ? watches : lists).poll();
        }
        if (answer == null) {
            // A watch in which nothing happens.
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().flush();
            return;
        }
        var bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Retry-After", "3");
        exchange.sendResponseHeaders(answer.code(), bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static Answer list(String version, String more, String... names) {
        var items = new ArrayList<String>();
        for (var name : names) {
            items.add("{\"metadata\":{\"name\":\"" + name + "\"}}");
        }
        return new Answer(
                200,
                "{\"metadata\":{\"resourceVersion\":\"" + version + "\",\"continue\":\"" + more + "\"},\"items\":["
                        + String.join(",", items) + "]}");
    }

    private static String event(String type, String name, int version) {
        return "{\"type\":\"" + type + "\",\"object\":{\"metadata\":{\"name\":\"" + name + "\",\"resourceVersion\":\""
                + version + "\"}}}\n";
    }

    private Reflector<String> reflector() {
        return reflector(Duration.ofMinutes(1));
    }

    private Reflector<String> reflector(Duration quiet) {
        return new Reflector<>(
                api,
                "/api/v1/things",
                "",
                node -> node.at("/metadata/name").asText(),
                new Reflector.Keeper<>() {
                    @Override
                    public void replace(List<String> all, long version) {
                        kept.clear();
                        kept.addAll(all);
                    }

                    @Override
                    public void put(String one) {
                        kept.add(one);
                    }

                    @Override
                    public void remove(String one) {
                        kept.remove(one);
                    }
                },
                System::nanoTime,
                quiet);
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

    private void awaitKept(String... names) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> List.copyOf(kept).equals(List.of(names)));
    }

    @Test
    void listsInPagesThenWatches() throws Exception {
        lists.add(list("", "page2", "a"));
        lists.add(list("10", "", "b"));
        watches.add(new Answer(200, event("ADDED", "c", 11) + event("DELETED", "a", 12) + event("BOOKMARK", "", 20)));

        try (var reflector = reflector()) {
            reflector.start();
            assertThat(reflector.awaitSynced(Duration.ofSeconds(30))).isTrue();
            awaitKept("b", "c");
            Awaitility.await().until(() -> asked.size() >= 4);
            assertThat(reflector.isCurrent(Duration.ofSeconds(5))).isTrue();
        }

        assertThat(asked.get(1)).contains("continue=page2");
        assertThat(asked.get(2)).contains("resourceVersion=10");
        assertThat(asked.get(3)).as("it goes on where the last one ended").contains("resourceVersion=20");
    }

    @Test
    void listsAgainWhenThePastIsGone() throws Exception {
        lists.add(list("10", "", "a"));
        lists.add(list("90", "", "a", "z"));
        lists.add(list("95", "", "q"));
        watches.add(new Answer(200, EXPIRED));
        watches.add(new Answer(410, "{\"kind\":\"Status\",\"code\":410,\"reason\":\"Gone\",\"message\":\"gone\"}"));

        try (var reflector = reflector()) {
            reflector.start();
            awaitKept("q");
        }
    }

    @Test
    void goesOnAfterThrottlingAndAnExpiredToken() throws Exception {
        lists.add(new Answer(429, "slow down"));
        lists.add(new Answer(
                401, "{\"kind\":\"Status\",\"code\":401,\"reason\":\"Unauthorized\",\"message\":\"Unauthorized\"}"));
        lists.add(list("10", "", "a"));
        watches.add(new Answer(500, "etcd"));
        watches.add(new Answer(200, event("ADDED", "b", 11) + "{\"type\":\"ADD"));

        try (var reflector = reflector()) {
            reflector.start();
            awaitKept("a", "b");
        }
    }

    @Test
    void aWatchInWhichNothingHappensIsCurrentFromItsBeginning() {
        lists.add(list("5", "", "a"));
        try (var reflector = reflector()) {
            reflector.start();

            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> reflector.isCurrent(Duration.ZERO));
        }
    }

    /// A bookmark may be left out, and then nothing comes for two minutes where nothing happens.
    @Test
    void aWatchThatHearsNothingForLongIsAskedForAnewFromWhereItIs() {
        lists.add(list("5", "", "a"));
        try (var reflector = reflector(Duration.ofMillis(20))) {
            reflector.start();

            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> asked.size() >= 4);
            assertThat(reflector.isCurrent(Duration.ofSeconds(5))).isTrue();
        }
        // A last watch may still be on its way to the server.
        assertThat(List.copyOf(asked).subList(1, 4))
                .allSatisfy(query -> assertThat(query).contains("resourceVersion=5"));
        assertThat(List.copyOf(kept)).containsExactly("a");
    }

    @Test
    void isNotCurrentOnceTheServerIsGone() throws Exception {
        lists.add(list("10", "", "a"));
        try (var reflector = reflector()) {
            reflector.start();
            awaitKept("a");

            server.stop(0);

            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !reflector.isCurrent(Duration.ofMillis(100)));
            assertThat(reflector.trouble()).isNotEmpty();
        }
    }
}
