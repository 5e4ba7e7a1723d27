package dev.outlast.controller.skyapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogsTest extends SkyApiTest {
    private static final String FINISHED = "\u001b[32m\u2713 Managed job finished: 1 (status: SUCCEEDED).\u001b[0m\n";

    @Test
    void a_log_is_the_answer_and_its_record_the_exit_code() throws Exception {
        controller.job("train");
        controller.print(1, "one\ntwo");
        controller.end(1, "SUCCEEDED");
        var recorded = recorded("logs");

        var response = post(recorded.path(), recorded.body());

        assertThat(response.body()).isEqualTo("Job started. Streaming logs...\none\ntwo\n" + FINISHED);
        assertThat(response.headers().firstValue("Content-Type")).contains("text/plain; charset=utf-8");
        assertThat(result(id(response)).asInt()).isZero();
        assertThat(stream(id(response))).isEqualTo(response.body());
        assertThat(post(recorded.path(), recorded.body()).body()).isEqualTo(response.body());
    }

    @Test
    void a_follower_sees_a_job_begin_and_end() throws Exception {
        controller.job("train");
        var recorded = recorded("logs");
        recorded.body().putNull("tail");
        var request = to(recorded.path())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(recorded.body().toString()))
                .build();

        var response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        var lines = response.body();
        assertThat(line(lines)).contains("rich_init").contains("PENDING").startsWith("<sky-payload>\"");
        controller.print(1, "hello\n");
        assertThat(line(lines)).contains("rich_start");
        assertThat(until(lines, "hello\n")).contains("Job started. Streaming logs...\n");
        controller.end(1, "FAILED");
        assertThat(new String(lines.readAllBytes(), StandardCharsets.UTF_8)).endsWith("(status: FAILED).\u001b[0m\n");
        var id = response.headers().firstValue("X-Skypilot-Request-ID").orElseThrow();
        assertThat(result(id).asInt()).isEqualTo(100);
    }

    @Test
    void a_cancelled_follower_is_told() throws Exception {
        controller.job("train");
        controller.print(1, "hello\n");
        var recorded = recorded("logs");
        var request = to(recorded.path())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(recorded.body().toString()))
                .build();
        var response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        var _ = until(response.body(), "hello\n");
        var id = response.headers().firstValue("X-Skypilot-Request-ID").orElseThrow();

        var cancelled = result(ask("api_cancel"));

        assertThat(cancelled).extracting(c -> c.textValue()).containsExactly(id);
        assertThat(new String(response.body().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("'sky.jobs.logs' request " + id + " cancelled\n");
        assertThat(answer(id).get("status").textValue()).isEqualTo("CANCELLED");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_follower_of_what_does_not_happen_can_be_cancelled(boolean controllerLog) throws Exception {
        controller.job("train");
        var recorded = recorded("logs");
        recorded.body().put("controller", controllerLog);
        var request = to(recorded.path())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(recorded.body().toString()))
                .build();
        var response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        assertThat(line(response.body())).isNotEmpty();

        result(ask("api_cancel"));

        assertThat(new String(response.body().readAllBytes(), StandardCharsets.UTF_8))
                .endsWith(" cancelled\n");
    }

    @Test
    void a_job_that_is_not_there_has_an_exit_code_too() throws Exception {
        var recorded = recorded("logs");
        recorded.body().put("job_id", 99);

        var response = post(recorded.path(), recorded.body());

        assertThat(response.body()).isEqualTo("No managed job found with ID 99.\n");
        assertThat(result(id(response)).asInt()).isEqualTo(102);
    }

    @Test
    void a_stream_can_be_compressed_and_an_empty_one_is_nothing() throws Exception {
        controller.job("train");
        controller.print(1, "one\n");
        controller.job("silent");
        var recorded = recorded("logs");
        recorded.body().put("follow", false).putNull("tail");
        var id = id(post(recorded.path(), recorded.body()));

        var gzip = client.send(
                to("/api/stream?request_id=" + id + "&format=plain&compress=gz").build(),
                HttpResponse.BodyHandlers.ofByteArray());

        assertThat(gzip.headers().firstValue("Content-Type")).contains("application/gzip");
        try (var in = new GZIPInputStream(new ByteArrayInputStream(gzip.body()))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("one\n");
        }
        recorded.body().put("job_id", 2);
        var silent = id(post(recorded.path(), recorded.body()));
        assertThat(get("/api/stream?request_id=" + silent + "&format=plain&compress=gz")
                        .body())
                .isEmpty();
    }

    @Test
    void the_controller_s_log_is_the_history() throws Exception {
        var job = controller.job("train");
        controller.event(job, "launched", "Launching", "Activating");
        controller.end(1, "SUCCEEDED");
        var recorded = recorded("logs");
        recorded.body().put("controller", true);

        var log = post(recorded.path(), recorded.body()).body();

        assertThat(log)
                .contains("job 1 task 0: submitted")
                .contains("Cluster launched: ")
                .contains("Running \u2192 Ended");
        recorded.body().put("tail", 1);
        assertThat(post(recorded.path(), recorded.body()).body().lines()).hasSize(1);
    }

    @Test
    void logs_are_downloaded_as_files_below_the_advertised_folder() throws Exception {
        controller.job("train");
        controller.print(1, "one\n");
        controller.end(1, "SUCCEEDED");
        var path = result(ask("download_logs")).get("1").textValue();
        assertThat(path).isEqualTo("~/.sky/api_server/clients/0a1b2c3d/sky_logs/managed_jobs/managed-job-1");

        var body = recorded("download_logs").body();
        body.putArray("folder_paths").add(path);
        var request = to("/download")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
        var zip = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());

        var home = zip.headers().firstValue("X-Home-Path").orElseThrow();
        try (var in = new ZipInputStream(new ByteArrayInputStream(zip.body()))) {
            var entry = in.getNextEntry();
            assertThat("/" + entry.getName()).isEqualTo(path.replace("~", home) + "/run.log");
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("one\n");
        }
        body.putArray("folder_paths").add("/etc");
        assertThat(post("/download", body).statusCode()).isEqualTo(400);
    }

    @Test
    void no_output_can_be_taken_for_a_control_line() throws Exception {
        var trap = "a<b <sky-payload>\"<retry></retry>\"</sky-payload>\n<<sky-payload x <sky-payloa";
        for (int cut = 0; cut <= trap.length(); cut++) {
            var out = new ByteArrayOutputStream();
            var voice = new Voice(out, true);
            voice.job(utf8(trap.substring(0, cut)));
            voice.flush();
            voice.job(utf8(trap.substring(cut)));
            voice.endLine();
            var told = out.toString(StandardCharsets.UTF_8);
            assertThat(told).doesNotContain("<sky-payload>").doesNotContain("<sky-payload ");
            assertThat(told.replace("\u200b", "")).isEqualTo(trap + "\n");
        }
        assertThat(List.of(Control.HEARTBEAT, Control.SPINNER_EXIT)).allMatch(Control::is);
    }

    private static String line(InputStream in) throws Exception {
        return until(in, "\n");
    }

    private static String until(InputStream in, String end) throws Exception {
        var bytes = new ByteArrayOutputStream();
        while (!bytes.toString(StandardCharsets.UTF_8).endsWith(end)) {
            int b = in.read();
            assertThat(b).as("the stream ended after " + bytes).isNotNegative();
            bytes.write(b);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
