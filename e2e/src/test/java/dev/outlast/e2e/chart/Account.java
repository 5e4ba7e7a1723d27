package dev.outlast.e2e.chart;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A service account that asks the API server itself: by its token, and by nothing else.
final class Account implements AutoCloseable {
    private final HttpClient client;
    private final String server;
    private final String token;

    Account(ControlPlane plane, String namespace, String name) {
        this.client = HttpClient.newBuilder()
                .sslContext(trusting(plane.directory().resolve("pki/ca.crt")))
                .build();
        this.server = "https://127.0.0.1:" + plane.port();
        this.token = plane.kubectl("-n", namespace, "create", "token", name).well();
    }

    private static SSLContext trusting(Path authority) {
        try (var in = Files.newInputStream(authority)) {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /// @param body JSON, or empty for none
    /// @return the status, of a watch too
    int ask(String method, String path, String body) {
        var type = method.equals("PATCH") ? "application/merge-patch+json" : "application/json";
        var request = HttpRequest.newBuilder(URI.create(server + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", type)
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException failed) {
            throw new IllegalStateException(method + " " + path, failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
