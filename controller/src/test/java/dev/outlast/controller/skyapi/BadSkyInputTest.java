package dev.outlast.controller.skyapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BadSkyInputTest extends SkyApiTest {
    private static final String BLOB = "ab".repeat(32);

    @Test
    void an_unknown_path_is_told_in_the_protocol_s_form() throws Exception {
        for (var path : new String[] {"/nothing", "/", "/api/nothing", "/jobs/nothing"}) {
            var response = get(path);
            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(JSON.readTree(response.body()).get("detail").isTextual()).isTrue();
        }
        assertThat(get("/jobs/launch").statusCode()).isEqualTo(405);
    }

    @Test
    void our_own_paths_keep_their_own_form() throws Exception {
        var response = client.send(to("/v1/nothing").build(), HttpResponse.BodyHandlers.ofString());

        assertThat(JSON.readTree(response.body()).get("error").get("code").textValue())
                .isEqualTo("no_route");
        assertThat(response.headers().firstValue("X-SkyPilot-Version")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"task\": ", "[]", "null", "\"x\"", "{\"env_vars\": {\"SKYPILOT_USER_ID\": \"../etc\"}}"})
    void a_broken_body_is_refused(String body) throws Exception {
        var response = post("/jobs/launch", body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(response.body()).get("detail").textValue()).isNotEmpty();
        assertThat(controller.submits).isEmpty();
    }

    @Test
    void a_body_over_the_limit_is_refused() throws Exception {
        var response = post("/jobs/launch", "{\"task\": \"" + "x".repeat(5 << 20) + "\"}");

        assertThat(response.statusCode()).isEqualTo(413);
    }

    @Test
    void wrong_types_fail_the_request_with_a_sentence() throws Exception {
        var queue = recorded("queue");
        queue.body().put("limit", "many");
        assertThat(failure(ask(queue.path(), queue.body())).get("message").textValue())
                .contains("limit");
        queue.body().putNull("limit").put("sort_by", "colour");
        assertThat(failure(ask(queue.path(), queue.body())).get("message").textValue())
                .contains("colour");
        var cancel = recorded("cancel");
        cancel.body().put("all", true);
        assertThat(failure(ask(cancel.path(), cancel.body())).get("message").textValue())
                .contains("exactly one");
    }

    @Test
    void what_is_not_served_yet_is_refused_not_ignored() throws Exception {
        var cancel = recorded("cancel");
        cancel.body().put("graceful", true);
        assertThat(failure(ask(cancel.path(), cancel.body())).get("type").textValue())
                .isEqualTo("NotSupportedError");
        var launch = recorded("launch");
        launch.body().put("pool", "p1");
        assertThat(failure(ask(launch.path(), launch.body())).get("message").textValue())
                .contains("pools");
        var elsewhere = recorded("launch");
        elsewhere.body().putObject("override_skypilot_config").put("active_workspace", "team");
        assertThat(post(elsewhere.path(), elsewhere.body()).statusCode()).isEqualTo(400);
    }

    @Test
    void a_client_that_is_too_old_is_told() throws Exception {
        var request = HttpRequest.newBuilder(URI.create(server.address() + "/api/health"))
                .header("X-SkyPilot-API-Version", "11");

        var response = send(request);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(response.body()).get("error").textValue()).isEqualTo("version_mismatch");
    }

    @Test
    void a_controller_that_does_not_lead_says_503() throws Exception {
        controller.away = true;
        var launch = recorded("launch");

        var response = post(launch.path(), launch.body());

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(controller.submits).isEmpty();
    }

    @Test
    void the_token_is_asked_for_where_the_door_is_not_open() throws Exception {
        restart(true);

        assertThat(get("/api/health").statusCode()).isEqualTo(401);
        assertThat(send(to("/api/health").header("Authorization", "Bearer sky_wrong"))
                        .statusCode())
                .isEqualTo(401);
        var known = send(to("/api/health").header("Authorization", "Bearer sky_" + TOKEN));
        assertThat(known.statusCode()).isEqualTo(200);
        assertThat(JSON.readTree(known.body())
                        .get("service_account_token_enabled")
                        .asBoolean())
                .isTrue();
        var ours = client.send(
                to("/v1/jobs").header("Authorization", "Bearer sky_" + TOKEN).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(ours.statusCode()).isEqualTo(401);
    }

    @Test
    void a_web_page_can_launch_nothing() throws Exception {
        var launch = recorded("launch").body().toString();
        var plain = to("/jobs/launch").header("Content-Type", "text/plain");
        var foreign =
                to("/jobs/launch").header("Content-Type", "application/json").header("Origin", "http://evil.example");

        assertThat(send(plain.POST(HttpRequest.BodyPublishers.ofString(launch))).statusCode())
                .isEqualTo(415);
        assertThat(send(foreign.POST(HttpRequest.BodyPublishers.ofString(launch)))
                        .statusCode())
                .isEqualTo(403);
        assertThat(controller.submits).isEmpty();
    }

    @Test
    void pieces_may_come_in_any_order_and_side_by_side() throws Exception {
        var path = "/upload_v2?user_hash=0a1b2c3d&upload_id=" + BLOB + "&total_chunks=8&chunk_index=";
        assertThat(get("/upload_v2/blob?user_hash=0a1b2c3d&blob_id=" + BLOB + "&size_bytes=8")
                        .body())
                .isEqualTo("{\"exists\":false}");
        try (var all = Executors.newVirtualThreadPerTaskExecutor()) {
            var pieces = IntStream.range(0, 8)
                    .mapToObj(i -> (Callable<String>) () -> {
                        var answer = upload(path + (7 - i), utf8("" + (7 - i)));
                        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                        return JSON.readTree(answer.body()).get("status").textValue();
                    })
                    .toList();
            var told = all.invokeAll(pieces).stream().map(f -> f.resultNow()).toList();
            assertThat(told).contains("completed");
        }
        assertThat(controller.blobs).containsExactly(Hashes.sha256(utf8("01234567")));
        assertThat(get("/upload_v2/blob?user_hash=0a1b2c3d&blob_id=" + BLOB).body())
                .isEqualTo("{\"exists\":true}");
        assertThat(get("/upload_v2/blob?user_hash=eeeeeeee&blob_id=" + BLOB).body())
                .isEqualTo("{\"exists\":false}");
        assertThat(upload(path + 3, utf8("again")).body()).contains("completed");
    }

    @Test
    void an_unfinished_upload_says_what_is_missing_and_is_swept() throws Exception {
        var answer =
                upload("/upload_v2?user_hash=0a1b2c3d&upload_id=" + BLOB + "&total_chunks=3&chunk_index=1", utf8("x"));

        assertThat(answer.body()).isEqualTo("{\"status\":\"uploading\",\"missing_chunks\":[\"part0\",\"part2\"]}");
        var uploads = home.resolve("uploads");
        assertThat(Uploads.sweep(uploads, Instant.now().minus(Duration.ofHours(1))))
                .isZero();
        assertThat(Uploads.sweep(uploads, Instant.now().plusSeconds(60))).isEqualTo(1);
        try (var left = Files.list(uploads.resolve("0a1b2c3d"))) {
            assertThat(left).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user_hash=../x&upload_id=ID&total_chunks=1&chunk_index=0",
                "user_hash=u&upload_id=..%2Fx&total_chunks=1&chunk_index=0",
                "user_hash=u&upload_id=ID&total_chunks=1&chunk_index=1",
                "user_hash=u&upload_id=ID&total_chunks=100000&chunk_index=0",
                "user_hash=u&upload_id=ID&total_chunks=x&chunk_index=0",
                "user_hash=u&upload_id=ID"
            })
    void an_upload_that_names_no_place_is_refused(String query) throws Exception {
        assertThat(upload("/upload_v2?" + query.replace("ID", BLOB), utf8("x")).statusCode())
                .isEqualTo(400);
        assertThat(controller.blobs).isEmpty();
    }

    @Test
    void files_are_found_in_the_upload_of_the_same_user_only() throws Exception {
        upload("/upload_v2?user_hash=0a1b2c3d&upload_id=" + BLOB + "&total_chunks=1&chunk_index=0", utf8("zip"));
        var sha256 = Hashes.sha256(utf8("zip"));
        Files.createDirectories(home.resolve("blobs").resolve(sha256).resolve("home/ada/wk"));
        Files.writeString(home.resolve("blobs").resolve(sha256).resolve("home/ada/in.txt"), "x");

        result(ask("launch_files"));

        assertThat(controller.submits.getFirst().blobs())
                .containsEntry("/home/ada/wk", sha256 + "/home/ada/wk")
                .containsEntry("/home/ada/in.txt", sha256 + "/home/ada/in.txt");
        var other = recorded("launch_files");
        other.body().withObject("/env_vars").put("SKYPILOT_USER_ID", "eeeeeeee");
        assertThat(failure(ask(other.path(), other.body())).get("message").textValue())
                .contains("is not there");
        var climbing = recorded("launch_files");
        climbing.body()
                .put(
                        "task",
                        climbing.body()
                                .get("task")
                                .textValue()
                                .replace(
                                        "mapping:\n  /home/ada/wk: /home/ada/wk",
                                        "mapping:\n  /home/ada/wk: /home/../../etc"));
        assertThat(failure(ask(climbing.path(), climbing.body())).get("message").textValue())
                .contains("plain path");
    }
}
