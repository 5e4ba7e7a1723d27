package dev.outlast.controller.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.outlast.controller.access.Audit;
import dev.outlast.controller.access.FailedTries;
import dev.outlast.core.access.Role;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Tokens as their users see them.
class TokensTest extends ApiTest {
    @BeforeEach
    void close_the_door() {
        server.close();
        server = start(true);
    }

    private HttpResponse<String> as(String token, String path) throws Exception {
        return send(to(path).header("Authorization", "Bearer " + token));
    }

    private HttpResponse<String> as(String token, String path, String body) throws Exception {
        return send(to(path).header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("Outlast-User", "root")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private JsonNode error(HttpResponse<String> response, int status) throws Exception {
        assertThat(response.statusCode()).isEqualTo(status);
        return json(response).get("error");
    }

    @Test
    void one_is_made_shown_once_used_and_revoked() throws Exception {
        var made = as(TOKEN, "/v1/tokens", "{\"user\": \"ann\", \"role\": \"user\", \"expires_in\": 3600}");
        assertThat(made.statusCode()).isEqualTo(201);
        var token = json(made).get("token").textValue();
        var id = json(made).get("id").textValue();
        assertThat(json(made).get("user").textValue()).matches("ann@[0-9a-f]{8}");
        assertThat(json(made).get("expires_at").textValue()).isEqualTo("2026-11-21T13:00:00Z");

        var me = json(as(token, "/v1/me"));
        assertThat(me.get("user")).isEqualTo(json(made).get("user"));
        assertThat(me.get("role").textValue()).isEqualTo("user");
        assertThat(me.get("known").booleanValue()).isTrue();
        assertThat(me.get("token").textValue()).isEqualTo(id);

        var list = as(TOKEN, "/v1/tokens");
        assertThat(list.body()).contains(id).doesNotContain(token).doesNotContain(token.substring(14));
        assertThat(json(list).get("tokens").get(0).get("last_used_at").textValue())
                .isEqualTo("2026-11-21T12:00:00Z");

        assertThat(as(TOKEN, "/v1/tokens/" + id + "/revoke", "").statusCode()).isEqualTo(200);
        assertThat(error(as(token, "/v1/me"), 401).get("code").textValue()).isEqualTo("token_revoked");
        assertThat(error(as(TOKEN, "/v1/tokens/none/revoke", ""), 404)
                        .get("code")
                        .textValue())
                .isEqualTo("no_token");
    }

    @Test
    void each_reason_has_a_sentence_of_its_own() throws Exception {
        var expired = people.issue("ann", Role.ADMIN);
        var revoked = people.issue("ann", Role.ADMIN);
        people.tokens.revoke(revoked.row().id());
        people.now.set(people.now.get().plus(Duration.ofDays(2)));

        assertThat(error(get("/v1/jobs"), 401).get("code").textValue()).isEqualTo("token_needed");
        assertThat(error(as("ol_nothing", "/v1/jobs"), 401).get("message").textValue())
                .isEqualTo("the token is none of this controller's");
        assertThat(error(as(expired.text(), "/v1/jobs"), 401).get("message").textValue())
                .isEqualTo("the token " + expired.row().id() + " expired at 2026-11-22T12:00:00Z; ask for a new one");
        assertThat(error(as(revoked.text(), "/v1/jobs"), 401).get("message").textValue())
                .isEqualTo(
                        "the token " + revoked.row().id() + " was revoked at 2026-11-21T12:00:00Z; ask for a new one");
        assertThat(as(expired.text(), "/v1/jobs").headers().firstValue("WWW-Authenticate"))
                .contains("Bearer");
    }

    @Test
    void what_makes_no_token_is_refused() throws Exception {
        for (var body : new String[] {
            "{}",
            "{\"user\": \"ann\"}",
            "{\"user\": \"ann\", \"role\": \"king\"}",
            "{\"user\": \"\", \"role\": \"user\"}",
            "{\"user\": \"a b\", \"role\": \"user\"}",
            "{\"user\": \"ann\", \"role\": \"user\", \"expires_in\": 0}",
            "{\"user\": \"ann\", \"role\": \"user\", \"expires_in\": 1e3}",
            "{\"user\": \"ann\", \"role\": \"user\", \"expires_in\": 99999999999}",
            "{\"user\": \"ann\", \"role\": \"user\", \"more\": 1}",
        }) {
            assertThat(as(TOKEN, "/v1/tokens", body).statusCode()).as(body).isEqualTo(400);
        }
        assertThat(people.store.tokens()).isEmpty();
    }

    @Test
    void a_controller_that_lost_the_lead_makes_none() throws Exception {
        people.epoch.set(2);
        var refused = as(TOKEN, "/v1/tokens", "{\"user\": \"ann\", \"role\": \"user\"}");

        assertThat(error(refused, 503).get("code").textValue()).isEqualTo("unavailable");
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void a_token_says_who_it_is_whatever_the_request_says() throws Exception {
        var ann = people.issue("ann", Role.USER);
        as(ann.text(), "/v1/jobs", "{\"command\": \"true\"}");

        assertThat(controller.submits.getFirst().user()).isEqualTo(ann.row().user());
    }

    @Test
    void two_users_may_choose_the_same_key() throws Exception {
        for (var user : new String[] {"ann", "bob"}) {
            var response = send(to("/v1/jobs")
                    .header(
                            "Authorization",
                            "Bearer " + people.issue(user, Role.USER).text())
                    .header("Content-Type", "application/json")
                    .header("Idempotency-Key", "7c1")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"command\": \"echo " + user + "\"}")));
            assertThat(response.statusCode()).isEqualTo(201);
            assertThat(json(response).get("replayed").booleanValue()).isFalse();
        }
    }

    @Test
    void many_wrong_tokens_wait_and_a_right_one_does_not() throws Exception {
        for (int i = 0; i < FailedTries.MOST; i++) {
            assertThat(as("ol_wrong" + i, "/v1/jobs").statusCode()).isEqualTo(401);
        }
        var refused = as("ol_wrong", "/v1/jobs");

        assertThat(error(refused, 429).get("code").textValue()).isEqualTo("too_many_tries");
        assertThat(refused.headers().firstValue("Retry-After")).contains("60");
        assertThat(as(TOKEN, "/v1/jobs").statusCode()).isEqualTo(200);
        var dead = people.issue("ann", Role.USER);
        people.tokens.revoke(dead.row().id());
        assertThat(error(as(dead.text(), "/v1/jobs"), 401).get("code").textValue())
                .isEqualTo("token_revoked");
        people.now.set(people.now.get().plus(FailedTries.WINDOW));
        assertThat(as("ol_wrong", "/v1/jobs").statusCode()).isEqualTo(401);
    }

    @Test
    void what_was_changed_is_written_down_and_no_secret_is() throws Exception {
        var ann = people.issue("ann", Role.USER);
        as(
                ann.text(),
                "/v1/jobs",
                "{\"command\": \"echo canary-7\", \"overrides\": {\"secrets\": {\"A\": \"canary-8\"}}}");
        as(ann.text(), "/v1/jobs?x=canary-9", "{");
        as("ol_canary-10", "/v1/jobs", "{\"command\": \"true\"}");
        var made = json(as(TOKEN, "/v1/tokens", "{\"user\": \"bob\", \"role\": \"viewer\"}"));
        as(made.get("token").textValue(), "/v1/jobs/1/cancel", "");
        as(ann.text(), "/v1/tokens", "{\"user\": \"ann\", \"role\": \"admin\"}");
        get("/v1/jobs");
        await().untilAsserted(() -> assertThat(people.deeds).hasSize(6));

        assertThat(people.deeds)
                .extracting(Audit.Deed::did, Audit.Deed::jobs, Audit.Deed::result)
                .containsExactlyInAnyOrder(
                        tuple("POST /v1/jobs", List.of(1L), "201"),
                        tuple("POST /v1/jobs", List.of(), "400 bad_json"),
                        tuple("POST /v1/jobs", List.of(), "401 token_wrong"),
                        tuple("POST /v1/tokens", List.of(), "201"),
                        tuple("POST /v1/jobs/1/cancel", List.of(), "403 role"),
                        tuple("POST /v1/tokens", List.of(), "403 role"));
        assertThat(deed("POST /v1/jobs", "201").who().user())
                .isEqualTo(ann.row().user());
        assertThat(deed("POST /v1/tokens", "201").who().way()).isEqualTo("local");
        assertThat(deed("POST /v1/tokens", "201").says()).isEqualTo("root");
        assertThat(deed("POST /v1/tokens", "201").about())
                .contains(made.get("id").textValue());
        assertThat(people.deeds).allMatch(deed -> deed.from().equals("127.0.0.1"));
        assertThat(people.deeds.toString())
                .doesNotContain("canary")
                .doesNotContain(ann.text().substring(14))
                .doesNotContain(made.get("token").textValue().substring(14));
    }

    private Audit.Deed deed(String did, String result) {
        return people.deeds.stream()
                .filter(deed -> deed.did().equals(did) && deed.result().equals(result))
                .findFirst()
                .orElseThrow();
    }
}
