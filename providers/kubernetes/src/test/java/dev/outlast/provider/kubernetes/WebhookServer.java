package dev.outlast.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// An admission webhook on loopback, as a cluster's house rules run one: HTTPS, AdmissionReview v1, and a certificate
/// that signed itself. It can go away and come back on the same port.
final class WebhookServer implements AutoCloseable {
    private static final char[] PASSWORD = "password".toCharArray();

    /// What it says of a pod.
    interface Rule {
        Map<String, Object> of(JsonNode pod) throws Exception;
    }

    private final SSLContext tls = SSLContext.getInstance("TLS");
    private final String authority;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile Rule rule = _ -> allowed();
    private int port;
    private @Nullable HttpsServer server;

    /// @param directory where it may leave a file
    WebhookServer(Path directory) throws IOException, GeneralSecurityException {
        var keys = keys(directory.resolve("webhook.p12"));
        authority = Base64.getEncoder().encodeToString(pem(keys).getBytes(StandardCharsets.US_ASCII));
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD);
        tls.init(factory.getKeyManagers(), null, null);
        start();
    }

    private static KeyStore keys(Path file) throws IOException, GeneralSecurityException {
        var tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        var process = new ProcessBuilder((tool + " -genkeypair -alias webhook -keyalg EC -dname CN=webhook -validity 30"
                                + " -ext san=ip:127.0.0.1 -storetype PKCS12 -storepass " + new String(PASSWORD)
                                + " -keystore " + file)
                        .split(" ", -1))
                .redirectErrorStream(true)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(said);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
        var keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        return keys;
    }

    private static String pem(KeyStore keys) throws GeneralSecurityException {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder()
                        .encodeToString(keys.getCertificate("webhook").getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }

    /// Takes calls again after [#stop].
    synchronized void start() throws IOException {
        var fresh = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        fresh.setHttpsConfigurator(new HttpsConfigurator(tls));
        fresh.setExecutor(threads);
        fresh.createContext("/review", this::answer);
        fresh.start();
        port = fresh.getAddress().getPort();
        server = fresh;
    }

    /// Calls are refused from now on, and those under way are cut.
    synchronized void stop() {
        Optional.ofNullable(server).ifPresent(old -> old.stop(0));
        server = null;
    }

    /// What it says from now on.
    void says(Rule rule) {
        this.rule = rule;
    }

    /// How often it was asked for its opinion.
    int asked() {
        return asked.get();
    }

    /// The `clientConfig` of its registration.
    synchronized String clientConfig() {
        return "{url: \"https://127.0.0.1:" + port + "/review\", caBundle: " + authority + "}";
    }

    static Map<String, Object> allowed() {
        return Map.of("allowed", true);
    }

    /// @param operations of a JSON patch
    static Map<String, Object> patched(String operations) {
        return Map.of(
                "allowed",
                true,
                "patchType",
                "JSONPatch",
                "patch",
                Base64.getEncoder().encodeToString(operations.getBytes(StandardCharsets.UTF_8)));
    }

    static Map<String, Object> denied(int code, String words) {
        return Map.of("allowed", false, "status", Map.of("code", code, "message", words));
    }

    private void answer(HttpExchange call) throws IOException {
        try (call) {
            var request = Trees.JSON.readTree(call.getRequestBody()).path("request");
            asked.incrementAndGet();
            var response = Trees.map("uid", request.path("uid").asText());
            response.putAll(rule.of(request.path("object")));
            var said = Trees.json(Trees.map(
                            "apiVersion", "admission.k8s.io/v1", "kind", "AdmissionReview", "response", response))
                    .getBytes(StandardCharsets.UTF_8);
            call.getResponseHeaders().set("Content-Type", "application/json");
            call.sendResponseHeaders(200, said.length);
            call.getResponseBody().write(said);
        } catch (IOException broken) {
            throw broken;
        } catch (Exception wrong) {
            throw new IOException(wrong);
        }
    }

    @Override
    public void close() {
        stop();
        threads.shutdownNow();
    }
}
