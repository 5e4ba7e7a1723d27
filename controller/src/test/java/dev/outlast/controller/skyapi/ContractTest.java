package dev.outlast.controller.skyapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.outlast.controller.skyapi.queue.Lives;
import dev.outlast.controller.skyapi.queue.QueueBoard;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What recorded requests of real clients are answered by.
class ContractTest extends SkyApiTest {
    @Test
    void health_has_what_clients_insist_on() throws Exception {
        var response = get("/api/health");

        var health = JSON.readTree(response.body());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(health.get("status").textValue()).isEqualTo("healthy");
        assertThat(health.get("api_version").textValue()).isEqualTo("62");
        assertThat(health.get("version").textValue())
                .isEqualTo(health.get("version_on_disk").textValue());
        assertThat(health.get("commit").isTextual()).isTrue();
    }

    @Test
    void a_launch_is_fetched_and_followed() throws Exception {
        var id = ask("launch");

        assertThat(result(id).get("job_id")).extracting(JsonNode::asInt).containsExactly(1);
        assertThat(result(id).get("handle").textValue()).isEqualTo(Pickle.NONE);
        assertThat(stream(id))
                .isEqualTo("\u001b[33mLaunching managed job 'train'...\u001b[0m\n")
                .isEqualTo(stream(id));
        var submitted = controller.submits.getFirst();
        assertThat(submitted.user()).isEqualTo("ada@0a1b2c3d");
        assertThat(submitted.idempotencyKey()).isEqualTo("sky:" + id);
        assertThat(answer(id).get("user_id").textValue()).isEqualTo("0a1b2c3d");
        assertThat(answer(id).get("name").textValue()).isEqualTo("sky.jobs.launch");
    }

    @Test
    void what_a_client_s_configuration_says_in_vain_is_told() throws Exception {
        var launch = recorded("launch");
        launch.body().withObject("/override_skypilot_config/kubernetes").put("namespace", "x");

        assertThat(stream(ask(launch.path(), launch.body())))
                .startsWith(
                        "Warning: this controller does not use these keys of the client's configuration: kubernetes")
                .endsWith("Launching managed job 'train'...\u001b[0m\n");
    }

    @Test
    void several_jobs_have_several_ids() throws Exception {
        assertThat(result(ask("launch_many")).get("job_id"))
                .extracting(JsonNode::asInt)
                .containsExactly(1, 2, 3);
    }

    @Test
    void the_next_process_gives_the_same_answer() throws Exception {
        var id = ask("launch");
        var before = answer(id);
        var said = stream(id);

        restart(false);

        assertThat(answer(id)).isEqualTo(before);
        assertThat(stream(id)).isEqualTo(said);
        assertThat(answer(id.substring(0, 8))).isEqualTo(before);
    }

    @Test
    void what_died_before_its_commit_was_certainly_not_done() throws Exception {
        var id = new RequestIds("inst.1", new Random(3)).make(NOW);

        assertThat(failure(id).get("message").textValue()).contains("certainly not made");
        assertThat(stream(id)).isEmpty();
        assertThat(get("/api/get?request_id=" + new RequestIds("other.1", new Random(3)).make(NOW))
                        .statusCode())
                .isEqualTo(404);
        now.set(NOW.plus(Desk.RETENTION).plusSeconds(1));
        assertThat(get("/api/get?request_id=" + id).statusCode()).isEqualTo(404);
    }

    @Test
    void a_text_that_cannot_run_fails_with_its_problems() throws Exception {
        var launch = recorded("launch");
        launch.body().put("task", "name: x\nrunn: oops\n");

        var error = failure(ask(launch.path(), launch.body()));

        assertThat(error.get("type").textValue()).isEqualTo("ValueError");
        assertThat(error.get("message").textValue()).contains("unknown key");
        launch.body().put("dag", "name: x\nrunn: oops\n");
        var rejected = post("/validate", launch.body());
        assertThat(rejected.statusCode()).isEqualTo(400);
        var detail = JSON.readTree(rejected.body()).get("detail");
        assertThat(detail.get("args").get(0)).isEqualTo(detail.get("message"));
        assertThat(detail.get("attributes").isObject()).isTrue();
    }

    @Test
    void a_fine_text_is_valid_before_its_files_are_uploaded() throws Exception {
        var recorded = recorded("validate");

        var response = post(recorded.path(), recorded.body());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("null");
    }

    @Test
    void real_offers_are_shown_before_a_launch() throws Exception {
        var id = ask("optimize");

        assertThat(stream(id))
                .contains("local/east/east-a")
                .contains("cpu-2 (spot)")
                .contains("0.0300")
                .endsWith("\n");
        assertThat(result(id).isNull()).isTrue();
    }

    @Test
    void the_queue_has_records_and_numbers() throws Exception {
        queue.load(new QueueBoard.Stored(Lives.running(1, "train", "ada@0a1b2c3d"), List.of()));
        queue.load(new QueueBoard.Stored(Lives.pipeline(2, "pipe", "ada@0a1b2c3d"), List.of()));
        queue.load(new QueueBoard.Stored(Lives.running(3, "other", "eve@ffffffff"), List.of()));

        var page = result(ask("queue"));

        assertThat(page.get("jobs")).extracting(r -> r.get("job_id").asInt()).containsExactly(2, 2, 1);
        assertThat(page.get("jobs")).extracting(r -> r.get("task_id").asInt()).containsExactly(0, 1, 0);
        assertThat(page.get("total").asInt()).isEqualTo(2);
        assertThat(page.get("total_no_filter").asInt()).isEqualTo(3);
        assertThat(page.get("status_counts").get("RUNNING").asInt()).isEqualTo(1);
        var wanted = recorded("queue").body().get("fields");
        for (var record : page.get("jobs")) {
            assertThat(record.size()).isEqualTo(wanted.size());
            wanted.forEach(field -> assertThat(record.has(field.textValue())).isTrue());
            assertThat(record.get("job_duration").isNumber()).isTrue();
            assertThat(record.get("resources").textValue()).isEqualTo("1x[CPU:1+]");
        }
    }

    @Test
    void a_verbose_queue_has_text_where_clients_need_text() throws Exception {
        queue.load(new QueueBoard.Stored(Lives.running(1, "train", "eve@ffffffff"), List.of()));

        var record = result(ask("queue_verbose")).get("jobs").get(0);

        assertThat(record.get("cluster_resources").isTextual()).isTrue();
        assertThat(record.get("metadata").isObject()).isTrue();
        assertThat(record.get("schedule_state").textValue()).isEqualTo("ALIVE");
        assertThat(record.get("infra").textValue()).isEqualTo("local (east)");
        assertThat(record.get("current_cluster_name").textValue()).isEqualTo("train-1");
    }

    @Test
    void the_old_queue_is_a_list() throws Exception {
        queue.load(new QueueBoard.Stored(Lives.running(1, "train", "ada@0a1b2c3d"), List.of()));

        var list = result(ask("queue_v1"));

        assertThat(list.isArray()).isTrue();
        assertThat(list.get(0).get("user_name").textValue()).isEqualTo("ada");
        assertThat(list.get(0).get("user_hash").textValue()).isEqualTo("0a1b2c3d");
    }

    @Test
    void a_cancel_says_what_scripts_look_for() throws Exception {
        controller.job("train");
        queue.load(new QueueBoard.Stored(Lives.running(1, "train", "ada@0a1b2c3d"), List.of()));

        var id = ask("cancel");

        assertThat(result(id).isNull()).isTrue();
        assertThat(stream(id)).isEqualTo("Job with ID 1 is scheduled to be cancelled.\n");
        queue.load(new QueueBoard.Stored(Lives.ended(1, "train", "ada@0a1b2c3d"), List.of()));
        var again = recorded("cancel");
        again.body().withArray("job_ids").add(9);
        assertThat(stream(ask(again.path(), again.body())))
                .contains("Job 9 not found. Skipped.\n")
                .endsWith("No job to cancel.\n");
        restart(false);
        assertThat(stream(id)).isEqualTo("Job with ID 1 is scheduled to be cancelled.\n");
    }

    @Test
    void a_wait_ends_with_the_exit_code() throws Exception {
        controller.job("train");
        var id = ask("wait");
        controller.end(1, "FAILED");

        assertThat(result(id).asInt()).isEqualTo(100);
        var late = recorded("wait");
        controller.job("slow");
        late.body().put("job_id", 2).put("timeout", 0);
        assertThat(failure(ask(late.path(), late.body())).get("type").textValue())
                .isEqualTo("TimeoutError");
    }

    @Test
    void the_history_is_newest_first() throws Exception {
        controller.job("train");
        controller.end(1, "SUCCEEDED");

        var events = result(ask("events"));

        assertThat(events).extracting(e -> e.get("code").textValue()).containsExactly("ended", "submitted");
        assertThat(events.get(0).get("spot_job_id").asInt()).isEqualTo(1);
        assertThat(events.get(0).get("timestamp").isNumber()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pool_status", "status", "serve_status", "api_cancel"})
    void what_there_is_nothing_of_is_empty(String name) throws Exception {
        assertThat(result(ask(name)).isArray()).isTrue();
        assertThat(result(ask(name)).size()).isZero();
    }

    @Test
    void clouds_and_workspaces_are_fetched_later_too() throws Exception {
        var clouds = get("/enabled_clouds?expand=True");
        var workspaces = get("/workspaces");

        assertThat(clouds.body()).isEqualTo("null");
        assertThat(result(id(clouds))).extracting(JsonNode::textValue).containsExactly("AWS", "Kubernetes");
        assertThat(result(id(workspaces)).get("default").get("writable").asBoolean())
                .isTrue();
        assertThat(JSON.readTree(get("/users/me/workspace").body())
                        .get("workspace")
                        .textValue())
                .isEqualTo("default");
        var check = ask("check");
        assertThat(result(check).get("default")).extracting(JsonNode::textValue).containsExactly("AWS", "Kubernetes");
        assertThat(stream(check)).contains("process groups");
    }

    @Test
    void what_is_not_served_says_so() throws Exception {
        var error = failure(ask("cluster_launch"));

        assertThat(error.get("type").textValue()).isEqualTo("NotSupportedError");
        var volumes = get("/volumes");
        assertThat(failure(id(volumes)).get("message").textValue()).contains("volumes are not served");
    }

    @Test
    void requests_are_listed_newest_first() throws Exception {
        ask("check");
        now.set(NOW.plusSeconds(1));
        var launch = ask("launch");
        answer(launch);

        var all = JSON.readTree(get("/api/status?all_status=True&limit=50").body());

        assertThat(all).extracting(r -> r.get("name").textValue()).startsWith("sky.jobs.launch", "sky.check");
        assertThat(all.get(0).get("return_value").textValue()).isEqualTo("null");
        var one = JSON.readTree(
                get("/api/status?request_ids=" + launch.substring(0, 8)).body());
        assertThat(one).hasSize(1);
        assertThat(Optional.of(one.get(0).get("user_name").textValue())).contains("ada");
    }
}
