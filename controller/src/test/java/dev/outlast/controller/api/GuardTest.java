package dev.outlast.controller.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a web page in a browser on this machine can send must not do anything.
class GuardTest extends ApiTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "text/plain; application/json",
                "application/octet-stream"
            })
    void content_types_that_pages_may_send_are_not_taken(String type) throws Exception {
        assertThat(post("/v1/jobs", type, "run: echo").statusCode()).isEqualTo(415);
        assertThat(post("/v1/jobs/cancel", type, "{\"all\": true}").statusCode())
                .isEqualTo(415);
        assertThat(controller.submits).isEmpty();
    }

    @Test
    void even_an_empty_body_needs_its_type() throws Exception {
        controller.job("train");
        var response = send(to("/v1/jobs/1/cancel").POST(HttpRequest.BodyPublishers.noBody()));

        assertThat(response.statusCode()).isEqualTo(415);
        assertThat(send(to("/v1/blobs").PUT(HttpRequest.BodyPublishers.ofString("x")))
                        .statusCode())
                .isEqualTo(415);
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, 201",
        "LOCALHOST:123, 201",
        "127.0.0.1:46800, 201",
        "127.9.9.9, 201",
        "[::1]:46800, 201",
        "outlast.example:46800, 201",
        "evil.example, 403",
        "127.evil.example, 403",
        "127.0.0.1.evil.example, 403",
        "localhost.evil.example, 403",
        "'[::1', 400",
        "192.168.1.1, 403",
        "'', 400",
    })
    void a_name_that_somebody_pointed_here_is_foreign(String host, int status) throws Exception {
        assertThat(raw("POST /v1/jobs", host, "", "run: echo")).startsWith("HTTP/1.1 " + status);
        assertThat(raw("GET /v1/jobs", host, "", "")).startsWith("HTTP/1.1 " + (status == 201 ? 200 : status));
    }

    @ParameterizedTest
    @CsvSource({
        "Origin: http://evil.example, 403",
        "Origin: null, 403",
        "Origin: http://localhost:3000, 403",
        "Origin: file://, 403",
        "Origin: http://[bad, 403",
        "Sec-Fetch-Site: cross-site, 403",
        "Sec-Fetch-Site: same-site, 403",
        "Origin: http://localhost, 201",
        "Sec-Fetch-Site: same-origin, 201",
    })
    void other_pages_are_not_listened_to(String header, int status) throws Exception {
        var answer = raw("POST /v1/jobs", "localhost", header + "\n", "run: echo");

        assertThat(answer).startsWith("HTTP/1.1 " + status);
        assertThat(answer).doesNotContain("Access-Control-Allow");
    }

    @Test
    void a_preflight_gets_no_permission() throws Exception {
        var answer = raw(
                "OPTIONS /v1/jobs",
                "localhost",
                "Origin: http://evil.example\nAccess-Control-Request-Method: POST\n",
                "");

        assertThat(answer).startsWith("HTTP/1.1 403").doesNotContain("Access-Control-Allow");
    }

    @Test
    void a_link_from_elsewhere_may_be_followed() throws Exception {
        assertThat(raw("GET /v1/jobs", "localhost", "Sec-Fetch-Site: cross-site\n", ""))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void a_closed_door_opens_for_the_token_only() throws Exception {
        server.close();
        server = start(true);

        assertThat(get("/v1/jobs").statusCode()).isEqualTo(401);
        assertThat(get("/metrics").statusCode()).isEqualTo(401);
        assertThat(get("/health/ready").statusCode()).isEqualTo(200);
        assertThat(get("/health").statusCode()).isEqualTo(200);
        assertThat(send(to("/v1/jobs").header("Authorization", "Bearer wrong")).statusCode())
                .isEqualTo(401);
        assertThat(send(to("/v1/jobs").header("Authorization", "Basic " + TOKEN))
                        .statusCode())
                .isEqualTo(401);
        assertThat(send(to("/v1/jobs").header("Authorization", "Bearer " + TOKEN))
                        .statusCode())
                .isEqualTo(200);
        assertThat(postJson("/v1/jobs", "{\"command\": \"echo\"}").statusCode()).isEqualTo(401);
        assertThat(controller.submits).isEmpty();
    }

    @Test
    void a_wrong_token_is_refused_even_where_none_is_needed() throws Exception {
        assertThat(send(to("/v1/jobs").header("Authorization", "Bearer wrong")).statusCode())
                .isEqualTo(401);
    }

    private String raw(String what, String host, String headers, String body) throws IOException {
        return RawHttp.exchange(
                server.port(),
                what + " HTTP/1.1\nHost: " + host
                        + "\nConnection: close\nContent-Type: application/yaml\nContent-Length: " + body.length() + "\n"
                        + headers + "\n" + body);
    }
}
