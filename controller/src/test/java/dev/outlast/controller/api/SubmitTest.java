package dev.outlast.controller.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outlast.core.job.JobId;
import dev.outlast.core.task.Overrides;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SubmitTest extends ApiTest {
    private static final String YAML = "application/yaml";

    @Test
    void a_yaml_text_becomes_a_job() throws Exception {
        var response = post("/v1/jobs", YAML, "name: train\nrun: echo hi\n");

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.headers().firstValue("Location")).hasValue("/v1/jobs/1");
        assertThat(json(response).get("job_ids").toString()).isEqualTo("[1]");
        assertThat(json(response).get("replayed").booleanValue()).isFalse();
        assertThat(controller.submits.getFirst().user()).isEqualTo("user");
    }

    @Test
    void json_brings_overrides_and_uploads() throws Exception {
        var response = postJson("/v1/jobs", """
                {"command": "echo hi", "num_jobs": 3, "blobs": {".": "abc"},
                 "overrides": {"name": "greet", "num_nodes": 2, "use_spot": true, "ports": [80, "90-95"],
                               "envs": {"A": "1"}, "secrets": {"B": "s3cret"}}}""");

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(json(response).get("job_ids").toString()).isEqualTo("[1,2,3]");
        var request = controller.submits.getFirst();
        assertThat(request.command()).isTrue();
        assertThat(request.blobs()).containsEntry(".", "abc");
        assertThat(request.overrides().options())
                .containsEntry(Overrides.Option.NAME, List.of("greet"))
                .containsEntry(Overrides.Option.NUM_NODES, List.of("2"))
                .containsEntry(Overrides.Option.USE_SPOT, List.of("true"))
                .containsEntry(Overrides.Option.PORTS, List.of("80", "90-95"));
        assertThat(request.overrides().envs()).containsEntry("A", "1");
        assertThat(request.overrides().secrets()).containsEntry("B", "s3cret");
        assertThat(request.toString()).doesNotContain("s3cret");
    }

    @Test
    void all_problems_come_back_with_their_places() throws Exception {
        var response = post("/v1/jobs", YAML, "run: echo\nnum_nodes: many\nnoise: 1\n");

        assertThat(response.statusCode()).isEqualTo(400);
        var problems = json(response).get("error").get("problems");
        assertThat(problems.size()).isEqualTo(2);
        assertThat(problems.get(0).get("line").intValue()).isEqualTo(2);
        assertThat(problems.get(1).get("path").textValue()).isEqualTo("noise");
    }

    @Test
    void the_same_key_answers_the_same_jobs() throws Exception {
        var first = keyed("k1", "run: echo 1");
        var again = keyed("k1", "run: echo 1");
        var other = keyed("k1", "run: echo 2");

        assertThat(json(first).get("job_ids")).isEqualTo(json(again).get("job_ids"));
        assertThat(json(again).get("replayed").booleanValue()).isTrue();
        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(json(other).get("error").get("code").textValue()).isEqualTo("key_reused");
        assertThat(keyed("with space", "run: echo 1").statusCode()).isEqualTo(400);
    }

    private java.net.http.HttpResponse<String> keyed(String key, String yaml) throws Exception {
        return send(to("/v1/jobs")
                .header("Content-Type", YAML)
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(yaml)));
    }

    @Test
    void a_dry_run_makes_nothing() throws Exception {
        var response = postJson("/v1/jobs", "{\"task\": \"run: echo\", \"dry_run\": true}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json(response)
                        .get("tasks")
                        .get(0)
                        .get("offers")
                        .get(0)
                        .get("region")
                        .textValue())
                .isEqualTo("east");
        assertThat(post("/v1/jobs?dry_run=true", YAML, "run: echo").statusCode())
                .isEqualTo(200);
        assertThat(controller.submits).isEmpty();
    }

    @Test
    void what_was_certainly_not_done_says_so() throws Exception {
        controller.submitAnswer = Optional.of(new Answer.Busy<>(Duration.ofSeconds(3)));
        var busy = post("/v1/jobs", YAML, "run: echo");
        assertThat(busy.statusCode()).isEqualTo(429);
        assertThat(busy.headers().firstValue("Retry-After")).hasValue("3");

        controller.submitAnswer = Optional.of(new Answer.NoSpace<>());
        assertThat(post("/v1/jobs", YAML, "run: echo").statusCode()).isEqualTo(507);

        controller.submitAnswer = Optional.of(new Answer.Unavailable<>("another controller leads"));
        var away = post("/v1/jobs", YAML, "run: echo");
        assertThat(away.statusCode()).isEqualTo(503);
        assertThat(away.body()).contains("another controller leads");
    }

    @Test
    void an_unknown_outcome_is_never_an_answer() {
        controller.submitAnswer = Optional.of(new Answer.Unknown<>());

        assertThatThrownBy(() -> post("/v1/jobs", YAML, "run: echo")).isInstanceOf(IOException.class);
    }

    @Test
    void a_bug_shows_no_stack_trace() throws Exception {
        controller.bug = Optional.of(new IllegalStateException("the moon"));

        var response = post("/v1/jobs", YAML, "run: echo");

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).doesNotContain("moon").doesNotContain("Exception");
    }

    @Test
    void cancel_answers_for_each_job() throws Exception {
        var done = controller.job("done");
        controller.end(done.id.value(), "SUCCEEDED");
        controller.job("live");

        var response = postJson("/v1/jobs/cancel", "{\"ids\": [1, 2, 9]}");

        assertThat(json(response).get("jobs").toString())
                .isEqualTo("[{\"job_id\":1,\"result\":\"ALREADY_ENDED\"},{\"job_id\":2,\"result\":\"CANCELLING\"},"
                        + "{\"job_id\":9,\"result\":\"NOT_FOUND\"}]");
        controller.job("live");
        assertThat(postJson("/v1/jobs/cancel", "{\"name\": \"live\"}").body()).contains("\"job_id\":3");
        controller.job("other");
        assertThat(postJson("/v1/jobs/cancel", "{\"all\": true}").body()).contains("\"job_id\":4");
        assertThat(postJson("/v1/jobs/cancel", "{}").statusCode()).isEqualTo(400);
        assertThat(postJson("/v1/jobs/cancel", "{\"all\": true, \"ids\": []}").statusCode())
                .isEqualTo(400);
        assertThat(postJson("/v1/jobs/cancel", "{\"ids\": [\"x\"]}").statusCode())
                .isEqualTo(400);
    }

    @Test
    void one_job_can_be_cancelled_retried_and_taken_up_again() throws Exception {
        controller.job("train");
        assertThat(postJson("/v1/jobs/1/retry", "").statusCode()).isEqualTo(409);
        assertThat(postJson("/v1/jobs/1/unpark", "").statusCode()).isEqualTo(409);
        assertThat(postJson("/v1/jobs/1/cancel", "").statusCode()).isEqualTo(200);
        assertThat(postJson("/v1/jobs/1/cancel", "").body()).contains("ALREADY_ENDED");
        assertThat(postJson("/v1/jobs/7/cancel", "").statusCode()).isEqualTo(404);

        var refused = postJson("/v1/jobs/1/retry", "{\"secrets\": {\"KEY\": \"wrong\"}}");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("KEY").doesNotContain("wrong");
        assertThat(postJson("/v1/jobs/1/retry", "{\"secrets\": [\"KEY\"]}").statusCode())
                .isEqualTo(400);
        var again = postJson("/v1/jobs/1/retry", "{\"secrets\": {\"KEY\": \"right\"}}");
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(json(get("/v1/jobs/2")).get("retry_of").longValue()).isEqualTo(1);

        controller.change(2, job -> job.parked = "a bug");
        assertThat(json(postJson("/v1/jobs/2/unpark", "")).get("parked").isNull())
                .isTrue();
        assertThat(controller.job(new JobId(2), Duration.ZERO)).isInstanceOf(Answer.Done.class);
    }
}
