package dev.outlast.e2e;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.outlast.testkit.kubernetes.LocalKubernetes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// An admission webhook that lets every secret of a namespace in, the first one only when the test says so: whoever
/// activates a cluster of a job with secrets waits there, with its pods made and still gated.
final class Gatekeeper implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final char[] NO_PASSWORD = {};

    private final LocalKubernetes cluster;
    private final String namespace;
    private final HttpsServer server;
    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);

    Gatekeeper(LocalKubernetes cluster, String namespace) throws IOException, GeneralSecurityException {
        this.cluster = cluster;
        this.namespace = namespace;
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls()));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
        cluster.apply("""
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingWebhookConfiguration
                metadata: {name: %1$s}
                webhooks:
                - name: gatekeeper.test.outlast.dev
                  admissionReviewVersions: [v1]
                  sideEffects: None
                  timeoutSeconds: 30
                  failurePolicy: Fail
                  namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %1$s}}
                  clientConfig: {url: "https://127.0.0.1:%2$d/", caBundle: %3$s}
                  rules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [secrets]}]
                """.formatted(namespace, server.getAddress().getPort(), cluster.authority()));
    }

    /// With the API server's own certificate, which holds for this address.
    private SSLContext tls() throws IOException, GeneralSecurityException {
        var pki = cluster.directory().resolve("pki");
        var pem = Files.readString(pki.resolve("apiserver.key")).replaceAll("-----[^-]*-----|\\s", "");
        var key = KeyFactory.getInstance("RSA")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
        var certificate = CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(pki.resolve("apiserver.crt"))));
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null);
        store.setKeyEntry("it", key, NO_PASSWORD, new Certificate[] {certificate});
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, NO_PASSWORD);
        var tls = SSLContext.getInstance("TLS");
        tls.init(keys.getKeyManagers(), null, null);
        return tls;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var review = JSON.readTree(exchange.getRequestBody());
            arrived.countDown();
            open.await(25, TimeUnit.SECONDS);
            var said = """
                    {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview",
                     "response": {"uid": "%s", "allowed": true}}
                    """.formatted(review.at("/request/uid").asText()).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, said.length);
            exchange.getResponseBody().write(said);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /// Whether somebody waits to be let in.
    boolean awaitVisitor() throws InterruptedException {
        return arrived.await(Controller.LONG.toSeconds(), TimeUnit.SECONDS);
    }

    void letIn() {
        open.countDown();
    }

    @Override
    public void close() throws IOException {
        open.countDown();
        cluster.kubectl("delete", "validatingwebhookconfiguration", namespace);
        server.stop(0);
    }
}
