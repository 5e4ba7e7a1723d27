package dev.outlast.controller.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outlast.controller.access.Certificates;
import dev.outlast.controller.access.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The door with a certificate.
class TlsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path home;

    private final FakeController controller = new FakeController();

    private Path cert() {
        return home.resolve("cert.pem");
    }

    private Path key() {
        return home.resolve("key.pem");
    }

    private ApiServer start(Certificates certificates) {
        var settings = new ApiSettings(
                InetAddress.getLoopbackAddress(),
                0,
                false,
                Set.of(),
                AccessToken.of("0".repeat(32)),
                1 << 20,
                Duration.ofSeconds(1),
                Optional.of(certificates.context()));
        return ApiServer.start(settings, controller, new TestAccess().access());
    }

    private static Certificate shown(ApiServer server, SSLContext client, String version) throws IOException {
        try (var socket = (SSLSocket) client.getSocketFactory().createSocket("127.0.0.1", server.port())) {
            socket.setSoTimeout(10_000);
            socket.setEnabledProtocols(new String[] {version});
            socket.startHandshake();
            return socket.getSession().getPeerCertificates()[0];
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA", "Ed25519"})
    void it_speaks_tls_from_1_2(String kind) throws Exception {
        var own = TestCertificate.make(home, "one", kind);
        own.writeTo(cert(), key());
        try (var server = start(Certificates.read(cert(), key(), home.resolve("ca.pem")));
                var client = HttpClient.newBuilder()
                        .sslContext(TestCertificate.trusting(own))
                        .build()) {
            assertThat(server.address()).startsWith("https://");
            var answer = client.send(
                    HttpRequest.newBuilder(URI.create(server.address() + "/v1/status"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            for (var version : new String[] {"TLSv1.2", "TLSv1.3"}) {
                assertThat(shown(server, TestCertificate.trusting(own), version))
                        .isEqualTo(own.certificate());
            }
            assertThatThrownBy(() -> shown(server, TestCertificate.trusting(own), "TLSv1.1"))
                    .isInstanceOf(SSLException.class);
        }
    }

    @Test
    void new_files_are_taken_while_it_runs_and_broken_ones_are_not() throws Exception {
        var one = TestCertificate.make(home, "one", "EC");
        var two = TestCertificate.make(home, "two", "RSA");
        var client = TestCertificate.trusting(one, two);
        one.writeTo(cert(), key());
        var certificates = Certificates.read(cert(), key(), home.resolve("ca.pem"));
        try (var server = start(certificates)) {
            assertThat(certificates.refresh()).isFalse();
            assertThat(shown(server, client, "TLSv1.3")).isEqualTo(one.certificate());

            // Half a renewal: the certificate is there, its key is not yet.
            var oldKey = Files.readString(key());
            two.writeTo(cert(), key());
            var newKey = Files.readString(key());
            Files.writeString(key(), oldKey);
            assertThat(certificates.refresh()).isFalse();
            assertThat(shown(server, client, "TLSv1.3")).isEqualTo(one.certificate());

            Files.writeString(key(), newKey);
            assertThat(certificates.refresh()).isTrue();
            assertThat(shown(server, client, "TLSv1.3")).isEqualTo(two.certificate());
            assertThat(shown(server, client, "TLSv1.2")).isEqualTo(two.certificate());

            Files.writeString(cert(), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
            assertThat(certificates.refresh()).isFalse();
            Files.delete(key());
            assertThat(certificates.refresh()).isFalse();
            assertThat(shown(server, client, "TLSv1.3")).isEqualTo(two.certificate());
        }
    }

    @Test
    void files_that_cannot_be_used_are_told_by_name() throws Exception {
        var one = TestCertificate.make(home, "one", "EC");
        var two = TestCertificate.make(home, "two", "EC");
        one.writeTo(cert(), key());
        var key = Files.readString(key());
        Files.writeString(key(), "");
        refused("key.pem holds no 'BEGIN PRIVATE KEY'");
        Files.writeString(key(), key.replace("PRIVATE KEY", "RSA PRIVATE KEY"));
        refused("openssl pkcs8 -topk8");
        Files.writeString(key(), key.replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY"));
        refused("ENCRYPTED PRIVATE KEY");
        Files.writeString(key(), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        refused("is no key of EC, RSA, EdDSA");
        two.writeTo(home.resolve("other.pem"), key());
        refused("is not the key of the first certificate");
        Files.writeString(cert(), key);
        refused("cert.pem holds no 'BEGIN CERTIFICATE'");
        Files.delete(cert());
        refused("cert.pem cannot be read");
    }

    private void refused(String why) {
        assertThatThrownBy(() -> Certificates.read(cert(), key(), home.resolve("ca.pem")))
                .isInstanceOf(Certificates.Unusable.class)
                .hasMessageContaining(why)
                .message()
                .doesNotContain("MIG");
    }
}
