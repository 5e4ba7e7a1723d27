package dev.outlast.controller.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outlast.controller.access.Certificates;
import dev.outlast.controller.access.TestCertificate;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A standby sends on to a leader whose certificate no public authority has signed.
class ForwardingTlsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path home;

    private final FakeController controller = new FakeController();
    private final FakeSeats seats = new FakeSeats();

    private Certificates certificates(String name, TestCertificate own) throws Exception {
        var folder = Files.createDirectories(home.resolve(name));
        own.writeTo(folder.resolve("cert.pem"), folder.resolve("key.pem"));
        return Certificates.read(folder.resolve("cert.pem"), folder.resolve("key.pem"), home.resolve("ca.pem"));
    }

    private static ApiSettings settings(Certificates certificates) {
        return new ApiSettings(
                InetAddress.getLoopbackAddress(),
                0,
                false,
                Set.of(),
                AccessToken.of("0".repeat(32)),
                1 << 20,
                Duration.ofSeconds(1),
                Optional.of(certificates.context()));
    }

    private static HttpResponse<String> submit(HttpClient client, ApiServer door) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(door.address() + "/v1/jobs"))
                .header("Content-Type", "application/yaml")
                .POST(HttpRequest.BodyPublishers.ofString("name: n\nrun: 'true'\n"))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void the_leader_is_believed_by_ca_pem_and_by_nothing_else() throws Exception {
        var leaders = TestCertificate.make(home, "leader", "EC");
        var standbys = TestCertificate.make(home, "standby", "EC");
        var leading = certificates("leading", leaders);
        try (var leader = ApiServer.start(settings(leading), controller, new TestAccess().access());
                var client = HttpClient.newBuilder()
                        .sslContext(TestCertificate.trusting(standbys))
                        .build()) {
            seats.sit(new Seat.There(URI.create(leader.address()), 1));

            try (var stranger = standby(certificates("stranger", standbys))) {
                var refused = submit(client, stranger);
                assertThat(refused.statusCode()).isEqualTo(503);
                assertThat(refused.headers().firstValue("Retry-After")).isPresent();
                assertThat(refused.body()).contains("leader_not_believed", "ca.pem");
                assertThat(controller.submits).isEmpty();
            }

            Files.copy(home.resolve("leading/cert.pem"), home.resolve("ca.pem"));
            try (var standby = standby(certificates("standby", standbys))) {
                assertThat(submit(client, standby).statusCode()).isEqualTo(201);
                assertThat(controller.submits).hasSize(1);
            }
        }
    }

    private ApiServer standby(Certificates certificates) {
        return ApiServer.start(
                settings(certificates),
                new FakeController(),
                new TestAccess().access(),
                Annex.NONE,
                seats,
                Duration.ofSeconds(20));
    }
}
