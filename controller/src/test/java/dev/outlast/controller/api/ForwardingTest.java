package dev.outlast.controller.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A standby before a leader: `server` and `controller` of the base class are the leader's.
class ForwardingTest extends ApiTest {
    private static final String TASK = "name: n\nrun: 'true'\n";

    private final FakeController standing = new FakeController();
    private final FakeSeats seats = new FakeSeats();
    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
    private ApiServer standby = standby(Duration.ofSeconds(20));

    private ApiServer standby(Duration patience) {
        var settings = new ApiSettings(
                InetAddress.getLoopbackAddress(),
                0,
                false,
                Set.of("outlast.example"),
                AccessToken.of(TOKEN),
                1 << 20,
                Duration.ofMillis(50));
        return ApiServer.start(settings, standing, access, Annex.NONE, seats, patience);
    }

    @AfterEach
    void closeStandby() {
        clients.shutdownNow();
        standby.close();
    }

    private void lead(String address) {
        seats.sit(new Seat.There(URI.create(address), 1));
    }

    private HttpRequest.Builder at(ApiServer door, String path) {
        return HttpRequest.newBuilder(URI.create(door.address() + path)).timeout(Duration.ofSeconds(20));
    }

    private HttpRequest.Builder submit() {
        return at(standby, "/v1/jobs")
                .header("Content-Type", "application/yaml")
                .POST(HttpRequest.BodyPublishers.ofString(TASK));
    }

    private CompletableFuture<HttpResponse<String>> later(HttpRequest.Builder request) {
        return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void a_command_goes_to_the_leader_and_its_answer_comes_back() throws Exception {
        lead(server.address());

        var response = send(submit().header("Outlast-User", "ada"));

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.headers().firstValue("Location")).contains("/v1/jobs/1");
        assertThat(json(response).get("job_ids").get(0).longValue()).isEqualTo(1);
        assertThat(controller.submits).singleElement().satisfies(request -> {
            assertThat(request.user()).isEqualTo("ada");
            // Given by the standby, so that it may ask the next leader whether it was done.
            assertThat(request.idempotencyKey()).startsWith("forwarded-");
        });
        assertThat(standing.submits).isEmpty();
    }

    @Test
    void the_client_s_own_key_is_kept() throws Exception {
        lead(server.address());

        send(submit().header("Idempotency-Key", "k1"));

        assertThat(controller.submits)
                .singleElement()
                .satisfies(request -> assertThat(request.idempotencyKey()).isEqualTo("k1"));
    }

    @Test
    void what_the_store_can_tell_is_told_here_also_while_nobody_leads() throws Exception {
        standing.job("mine");

        assertThat(send(at(standby, "/v1/jobs")).body()).contains("mine");
        assertThat(send(at(standby, "/v1/jobs/1")).statusCode()).isEqualTo(200);
        assertThat(send(at(standby, "/health/live")).statusCode()).isEqualTo(200);
        assertThat(send(at(standby, "/v1/nothing")).statusCode()).isEqualTo(404);
    }

    @Test
    void while_nobody_leads_a_command_waits_for_whoever_will() throws Exception {
        var answer = later(submit());
        seats.awaitLooks(1);
        assertThat(controller.submits).isEmpty();

        lead(server.address());

        assertThat(answer.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(201);
    }

    @Test
    void it_is_refused_as_certainly_not_done_when_nobody_comes() throws Exception {
        standby.close();
        standby = standby(Duration.ofMillis(1));

        var response = send(submit());

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).contains("1");
        assertThat(response.body()).contains("nothing was done");
    }

    @Test
    void what_a_vanished_leader_may_have_done_is_asked_of_the_next_under_the_same_key() throws Exception {
        try (var dying = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            lead("http://127.0.0.1:" + dying.getLocalPort());
            var answer = later(submit().header("Idempotency-Key", "once"));
            String taken;
            try (var connection = dying.accept()) {
                // It reads the request, and dies.
                taken = new String(connection.getInputStream().readNBytes(200), StandardCharsets.UTF_8);
            }
            assertThat(taken).startsWith("POST /v1/jobs ");
            lead(server.address());

            assertThat(answer.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(201);
            assertThat(controller.submits)
                    .singleElement()
                    .satisfies(request -> assertThat(request.idempotencyKey()).isEqualTo("once"));
        }
    }

    @Test
    void a_leader_that_hangs_is_left_when_another_leads() throws Exception {
        try (var hanging = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            lead("http://127.0.0.1:" + hanging.getLocalPort());
            var answer = later(submit());
            try (var connection = hanging.accept()) {
                assertThat(connection.getInputStream().read()).isPositive();

                lead(server.address());

                assertThat(answer.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(201);
            }
        }
    }

    @Test
    void a_leader_that_hangs_is_left_when_this_one_leads() throws Exception {
        try (var hanging = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            lead("http://127.0.0.1:" + hanging.getLocalPort());
            var answer = later(submit());
            try (var connection = hanging.accept()) {
                assertThat(connection.getInputStream().read()).isPositive();

                seats.sit(new Seat.Here());

                assertThat(answer.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(201);
                assertThat(standing.submits).hasSize(1);
            }
        }
    }

    @Test
    void what_has_no_key_is_cut_off_and_never_answered_by_a_guess() throws Exception {
        try (var dying = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            lead("http://127.0.0.1:" + dying.getLocalPort());
            var answer = later(at(standby, "/v1/providers/local/rehearse")
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"verb\": \"preempt\"}")));
            dying.accept().close();

            assertThatThrownBy(() -> answer.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(IOException.class);
            assertThat(controller.rehearsed).isEmpty();
        }
    }

    @Test
    void one_who_does_not_lead_says_so_and_the_next_is_asked() throws Exception {
        var others = new FakeSeats();
        var settings = new ApiSettings(
                InetAddress.getLoopbackAddress(),
                0,
                false,
                Set.of(),
                AccessToken.of(TOKEN),
                1 << 20,
                Duration.ofMillis(50));
        try (var other = ApiServer.start(settings, new FakeController(), access, Annex.NONE, others)) {
            lead(other.address());
            var answer = later(submit());
            seats.awaitLooks(1);

            lead(server.address());

            assertThat(answer.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(201);
            assertThat(controller.submits).hasSize(1);
        }
    }

    @Test
    void one_who_comes_to_lead_meanwhile_does_it_itself() throws Exception {
        var answer = later(submit());
        seats.awaitLooks(1);

        seats.sit(new Seat.Here());

        assertThat(answer.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(201);
        assertThat(standing.submits).hasSize(1);
    }

    @Test
    void an_error_of_the_leader_is_passed_on_as_it_is() throws Exception {
        lead(server.address());

        var response = send(at(standby, "/v1/jobs/7/why"));

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).isEqualTo(get("/v1/jobs/7/why").body());
    }

    /// Being on the standby's machine opens the standby, and lends nobody the leader's door.
    @Test
    void who_needs_no_token_here_needs_one_at_a_leader_elsewhere() throws Exception {
        var settings = new ApiSettings(
                InetAddress.getLoopbackAddress(),
                0,
                true,
                Set.of(),
                AccessToken.of(TOKEN),
                1 << 20,
                Duration.ofMillis(50));
        try (var elsewhere = ApiServer.start(settings, controller, access)) {
            lead(elsewhere.address());

            assertThat(send(at(standby, "/v1/jobs")).statusCode()).isEqualTo(200);
            var refused = send(submit());
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(json(refused).at("/error/code").textValue()).isEqualTo("token_needed");
            assertThat(refused.body()).contains("the leader on another machine", "OUTLAST_TOKEN");
            assertThat(controller.submits).isEmpty();

            assertThat(send(submit().header("Authorization", "Bearer " + "9".repeat(32)))
                            .statusCode())
                    .isEqualTo(401);
            assertThat(send(submit().header("Authorization", "Bearer " + TOKEN)).statusCode())
                    .isEqualTo(201);
            assertThat(controller.submits).hasSize(1);
        }
    }

    @Test
    void an_upload_goes_through_as_it_comes() throws Exception {
        lead(server.address());

        var response = send(at(standby, "/v1/blobs")
                .header("Content-Type", "application/octet-stream")
                .PUT(HttpRequest.BodyPublishers.ofByteArray(new byte[500_000])));

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(controller.blobs).hasSize(1);
        assertThat(standing.blobs).isEmpty();
    }

    @Test
    void an_upload_that_was_turned_away_arrives_whole_at_the_next() throws Exception {
        var settings = new ApiSettings(
                InetAddress.getLoopbackAddress(),
                0,
                false,
                Set.of(),
                AccessToken.of(TOKEN),
                1 << 20,
                Duration.ofMillis(50));
        try (var other = ApiServer.start(settings, new FakeController(), access, Annex.NONE, new FakeSeats())) {
            lead(other.address());
            var answer = later(at(standby, "/v1/blobs")
                    .header("Content-Type", "application/octet-stream")
                    .PUT(HttpRequest.BodyPublishers.ofByteArray(new byte[500_000])));
            seats.awaitLooks(1);

            lead(server.address());

            assertThat(answer.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(201);
            var whole = MessageDigest.getInstance("SHA-256").digest(new byte[500_000]);
            assertThat(controller.blobs).containsExactly(HexFormat.of().formatHex(whole));
        }
    }
}
