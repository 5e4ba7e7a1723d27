package dev.outlast.controller.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// The page says what the door does, and the door does what the page says.
class OpenApiTest extends ApiTest {
    @Test
    void the_page_has_exactly_the_routes_that_are_registered() throws Exception {
        var page = json(get("/v1/openapi.json"));
        var written = new TreeSet<String>();
        page.get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(
                                method -> written.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        var registered = new TreeSet<String>();
        for (var route : ApiServer.routes(ApiSettings.loopback(0, AccessToken.of(TOKEN)), controller, access)) {
            registered.add(route.method().text() + " " + route.path());
        }

        assertThat(written).isEqualTo(registered);
        assertThat(page.get("openapi").textValue()).startsWith("3.1");
    }

    @Test
    void answers_look_as_the_page_says() throws Exception {
        var page = json(get("/v1/openapi.json"));
        controller.job("first");
        controller.change(1, FakeJob::recovered);
        controller.job("second");
        controller.change(1, job -> job.print("hello\n"));

        for (var path : page.get("paths").properties()) {
            var get = path.getValue().path("get");
            var schema = get.path("responses")
                    .path("200")
                    .path("content")
                    .path("application/json")
                    .path("schema");
            if (schema.isMissingNode() || path.getKey().contains("sha256")) {
                continue;
            }
            var response = get(path.getKey().replace("{id}", "1"));
            assertThat(response.statusCode()).as(path.getKey()).isEqualTo(200);
            matches(page, schema, json(response), path.getKey());
        }
    }

    @Test
    void commands_answer_as_the_page_says() throws Exception {
        var page = json(get("/v1/openapi.json"));
        var schemas = page.get("components").get("schemas");
        matches(page, schemas.get("Submitted"), json(postJson("/v1/jobs", "{\"command\": \"true\"}")), "submit");
        var dryRun = postJson("/v1/jobs", "{\"command\": \"true\", \"dry_run\": true}");
        matches(page, schemas.get("Plan"), json(dryRun), "dry run");
        matches(page, schemas.get("Cancelled"), json(postJson("/v1/jobs/1/cancel", "")), "cancel");
        matches(page, schemas.get("Submitted"), json(postJson("/v1/jobs/1/retry", "")), "retry");
        matches(page, schemas.get("Error"), json(postJson("/v1/jobs", "{")), "error");
        var rehearse = postJson("/v1/providers/local/rehearse", "{\"verb\": \"x\", \"arguments\": {\"job\": 1}}");
        matches(page, schemas.get("Done"), json(rehearse), "rehearse");
    }

    /// Required keys are there, no others, and of the types written; all the way down.
    private static void matches(JsonNode page, JsonNode schema, JsonNode value, String where) {
        if (schema.has("$ref")) {
            var name = schema.get("$ref").textValue();
            matches(page, page.at(name.substring(1)), value, where);
            return;
        }
        assertThat(schema.path("type").toString()).as(where).contains("\"" + type(value) + "\"");
        if (schema.has("enum")) {
            assertThat(schema.get("enum")).as(where).contains(value);
        }
        if (value.isArray()) {
            value.forEach(item -> matches(page, schema.get("items"), item, where + "[]"));
        }
        if (value.isObject() && schema.has("properties")) {
            for (var required : schema.path("required")) {
                assertThat(value.has(required.textValue()))
                        .as(where + "." + required)
                        .isTrue();
            }
            value.properties().forEach(field -> {
                var inside = where + "." + field.getKey();
                assertThat(schema.get("properties").has(field.getKey()))
                        .as(inside)
                        .isTrue();
                matches(page, schema.get("properties").get(field.getKey()), field.getValue(), inside);
            });
        }
    }

    private static String type(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "array";
            case BOOLEAN -> "boolean";
            case NULL -> "null";
            case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
            case STRING -> "string";
            case OBJECT, POJO -> "object";
            case BINARY, MISSING -> "nothing";
        };
    }
}
