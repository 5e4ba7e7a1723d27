package dev.outlast.controller.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class ReadTest extends ApiTest {
    @Test
    void the_list_is_paged_by_id_newest_first() throws Exception {
        for (int i = 0; i < 5; i++) {
            controller.job(i % 2 == 0 ? "even" : "odd");
        }

        var first = json(get("/v1/jobs?limit=2"));
        assertThat(first.get("jobs").findValuesAsText("job_id")).containsExactly("5", "4");
        var second = json(get("/v1/jobs?limit=2&before=" + first.get("next_before")));
        assertThat(second.get("jobs").findValuesAsText("job_id")).containsExactly("3", "2");
        var last = json(get("/v1/jobs?limit=2&before=" + second.get("next_before")));
        assertThat(last.get("jobs").findValuesAsText("job_id")).containsExactly("1");
        assertThat(last.get("next_before").isNull()).isTrue();
    }

    @Test
    void the_list_is_filtered() throws Exception {
        controller.job("a");
        controller.job("b");
        controller.end(2, "FAILED");

        assertThat(get("/v1/jobs?name=a").body()).contains("\"job_id\":1").doesNotContain("\"job_id\":2");
        assertThat(get("/v1/jobs?status=failed,running").body()).contains("\"job_id\":2");
        assertThat(get("/v1/jobs?user=eve").body()).startsWith("{\"jobs\":[],");
        assertThat(get("/v1/jobs?status=asleep").statusCode()).isEqualTo(400);
        assertThat(get("/v1/jobs?limit=1001").statusCode()).isEqualTo(400);
        assertThat(get("/v1/jobs?before=x").statusCode()).isEqualTo(400);
    }

    @Test
    void a_job_shows_its_attempts() throws Exception {
        controller.job("train");
        controller.change(1, FakeJob::recovered);

        var job = json(get("/v1/jobs/1"));

        assertThat(job.get("recovery_count").intValue()).isEqualTo(1);
        assertThat(job.get("submitted_at").textValue()).isEqualTo("2026-03-01T12:00:01Z");
        assertThat(job.get("ended_at").isNull()).isTrue();
        var attempts = job.get("tasks").get(0).get("attempts");
        assertThat(attempts.get(0).get("fault").textValue()).isEqualTo("PREEMPTED");
        assertThat(attempts.get(0).get("region").textValue()).isEqualTo("east");
        assertThat(attempts.get(0).get("cost").doubleValue()).isBetween(0.0149, 0.0151);
        assertThat(attempts.get(1).get("ended_at").isNull()).isTrue();
        assertThat(attempts.get(1).get("resume").textValue()).isEqualTo("seq 300");
        assertThat(json(get("/v1/jobs/1/cost")).get("total").doubleValue()).isGreaterThan(0.03);
        assertThat(json(get("/v1/jobs/1/why")).get("why").textValue()).contains("turn");
    }

    @Test
    void a_wait_ends_with_the_job() throws Exception {
        controller.job("train");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answer = threads.submit(() -> get("/v1/jobs/1?wait=60"));
            controller.end(1, "SUCCEEDED");

            assertThat(json(answer.get()).get("status").textValue()).isEqualTo("SUCCEEDED");
        }
    }

    @Test
    void what_is_not_there_is_404_in_json() throws Exception {
        for (var path : new String[] {"/v1/jobs/9", "/v1/jobs/x", "/v1/jobs/0", "/v1/jobs/9/why", "/v1/nothing", "/"}) {
            var response = get(path);
            assertThat(response.statusCode()).as(path).isEqualTo(404);
            assertThat(json(response).get("error").get("message").textValue())
                    .as(path)
                    .isNotEmpty();
        }
        assertThat(get("/v1/jobs/9/events").statusCode()).isEqualTo(404);
        assertThat(get("/v1/jobs/9/logs?follow=true").statusCode()).isEqualTo(404);
        var wrongMethod = send(to("/v1/jobs/1/why").DELETE().header("Content-Type", "application/json"));
        assertThat(wrongMethod.statusCode()).isEqualTo(405);
        assertThat(wrongMethod.headers().firstValue("Allow")).hasValue("GET");
    }

    @Test
    void the_controller_tells_how_it_is() throws Exception {
        controller.job("train");

        assertThat(json(get("/v1/status")).get("jobs").get("PENDING").intValue())
                .isEqualTo(1);
        assertThat(get("/health/ready").statusCode()).isEqualTo(200);
        assertThat(get("/metrics").body()).contains("outlast_up 1");
        assertThat(get("/v1/check").body()).contains("process groups");
        controller.away = true;
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/health/ready").statusCode()).isEqualTo(503);
        assertThat(json(get("/v1/status")).get("jobs").isNull()).isTrue();
        assertThat(get("/v1/jobs").statusCode()).isEqualTo(503);
    }

    @Test
    void accelerators_are_told_with_what_is_not_known_of_them() throws Exception {
        var providers = json(get("/v1/accelerators")).get("providers");
        assertThat(providers.at("/0/regions/0/accelerators/0").toString())
                .isEqualTo("{\"accelerator\":\"H100\",\"per_node\":8.0,\"zone\":null,\"pool\":\"big\","
                        + "\"instance_type\":\"p5\",\"spot\":true,\"nodes\":2,\"total\":16.0,\"free\":3.0,"
                        + "\"autoscaled\":true}");
        assertThat(providers.at("/0/regions/0/accelerators/1/free").isNull()).isTrue();
        assertThat(providers.at("/0/regions/1/problem").textValue()).isEqualTo("context spare: refused");
        assertThat(providers.at("/1/told").booleanValue()).isFalse();
    }

    @Test
    void faults_can_be_asked_for() throws Exception {
        assertThat(get("/v1/providers").body()).contains("preempt");
        var done = postJson(
                "/v1/providers/local/rehearse",
                "{\"verb\": \"preempt\", \"arguments\": {\"job\": 1, \"rank\": \"0\"}}");
        assertThat(json(done).get("done").textValue()).isEqualTo("preempt done");
        assertThat(controller.rehearsed).containsExactly("preempt {job=1, rank=0}");
        assertThat(postJson("/v1/providers/local/rehearse", "{\"verb\": \"preempt\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(postJson("/v1/providers/local/rehearse", "{}").statusCode()).isEqualTo(400);
        assertThat(postJson("/v1/providers/moon/rehearse", "{\"verb\": \"x\", \"arguments\": {\"a\": 1}}")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void uploads_are_named_by_their_content() throws Exception {
        var bytes = "not really an archive".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        var response = send(to("/v1/blobs")
                .header("Content-Type", "application/octet-stream")
                .PUT(HttpRequest.BodyPublishers.ofByteArray(bytes)));

        assertThat(response.statusCode()).isEqualTo(201);
        var sha256 = json(response).get("sha256").textValue();
        assertThat(sha256).hasSize(64);
        assertThat(get("/v1/blobs/" + sha256).statusCode()).isEqualTo(200);
        assertThat(get("/v1/blobs/" + "0".repeat(64)).statusCode()).isEqualTo(404);
    }
}
