package dev.outlast.controller.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BadInputTest extends ApiTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"task\": \"run: echo\"",
                "[1]",
                "null",
                "{\"task\": 1}",
                "{}",
                "{\"task\": \"run: a\", \"command\": \"b\"}",
                "{\"task\": \"run: a\", \"task\": \"run: b\"}",
                "{\"task\": \"run: a\"} trailing",
                "{\"task\": \"run: a\", \"num_jobs\": 0}",
                "{\"task\": \"run: a\", \"num_jobs\": 1000000000}",
                "{\"task\": \"run: a\", \"num_jobs\": \"2\"}",
                "{\"task\": \"run: a\", \"dry_run\": \"yes\"}",
                "{\"task\": \"run: a\", \"overrides\": []}",
                "{\"task\": \"run: a\", \"overrides\": {\"colour\": \"red\"}}",
                "{\"task\": \"run: a\", \"overrides\": {\"envs\": [1]}}",
                "{\"task\": \"run: a\", \"overrides\": {\"name\": {}}}",
                "{\"task\": \"run: a\", \"blobs\": \"x\"}",
                "{\"task\": \"run: a\", \"surprise\": 1}"
            })
    void a_wrong_body_is_told_apart(String body) throws Exception {
        var response = postJson("/v1/jobs", body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).get("error").get("message").textValue()).isNotEmpty();
        assertThat(controller.submits).isEmpty();
    }

    @Test
    void malformed_json_says_where() throws Exception {
        var response = postJson("/v1/jobs", "{\"task\":\n  oops}");

        assertThat(json(response)
                        .get("error")
                        .get("problems")
                        .get(0)
                        .get("line")
                        .intValue())
                .isEqualTo(2);
    }

    @Test
    void depth_has_an_end() throws Exception {
        var response = postJson("/v1/jobs", "{\"task\": " + "[".repeat(100_000));

        assertThat(response.statusCode()).isEqualTo(400);
    }

    @Test
    void text_must_be_text() throws Exception {
        var response = send(to("/v1/jobs")
                .header("Content-Type", "application/yaml")
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[] {'r', (byte) 0xff, (byte) 0xfe})));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("UTF-8");
    }

    @Test
    void a_hundred_megabytes_are_refused_by_their_length() throws Exception {
        var answer = RawHttp.exchange(
                server.port(),
                "POST /v1/jobs HTTP/1.1\nHost: localhost\nContent-Type: application/yaml\nContent-Length: 104857600\n\nrun:");

        assertThat(answer).startsWith("HTTP/1.1 413").contains("4194304");
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void what_does_not_tell_its_length_is_counted() throws Exception {
        var body = new byte[ApiSettings.MAX_BODY_BYTES + 1];
        var response = send(to("/v1/jobs")
                .header("Content-Type", "application/yaml")
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));

        assertThat(response.statusCode()).isEqualTo(413);
        var blob = send(to("/v1/blobs")
                .header("Content-Type", "application/octet-stream")
                .PUT(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));
        assertThat(blob.statusCode()).isEqualTo(413);
        assertThat(controller.blobs).isEmpty();
    }

    @Test
    void headers_have_an_end() throws Exception {
        var answer = RawHttp.exchange(
                server.port(), "GET /v1/jobs HTTP/1.1\nHost: localhost\nX: " + "x".repeat(20_000) + "\n\n");

        assertThat(answer).startsWith("HTTP/1.1 4").contains("{\"error\":");
        assertThat(RawHttp.exchange(server.port(), "GET /" + "x".repeat(20_000) + " HTTP/1.1\nHost: localhost\n\n"))
                .startsWith("HTTP/1.1 4");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\0\0\0\n\n", "nonsense\n\n", "GET /v1/jobs HTTP/9\n\n", "GET /%zz HTTP/1.1\nHost: localhost\n\n"
            })
    void noise_is_answered_without_a_trace(String noise) throws Exception {
        assertThat(RawHttp.exchange(server.port(), noise))
                .doesNotContain("\tat ")
                .doesNotContain("java.");
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
    }
}
