package dev.outlast.controller.skyapi;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.outlast.controller.access.Identity;
import dev.outlast.controller.api.Answer;
import dev.outlast.controller.api.Finding;
import dev.outlast.controller.api.Need;
import dev.outlast.controller.api.RequestException;
import dev.outlast.controller.api.Route;
import dev.outlast.controller.api.Visit;
import dev.outlast.controller.skyapi.queue.QueueQuery;
import dev.outlast.core.access.Role;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.util.List;

/// What this controller is, what works on it, and who asks.
final class SystemRoutes {
    static final String HEALTH = "/api/health";

    private final SkyParts parts;
    private final Desk desk;

    SystemRoutes(SkyParts parts, Desk desk) {
        this.parts = parts;
        this.desk = desk;
    }

    List<Route> routes() {
        return List.of(
                Wire.get(HEALTH, Need.NOTHING, this::health).byAny(),
                Wire.get(
                        "/workspaces",
                        Need.SEE,
                        (request, response) -> told(request, response, "workspaces.get", SystemRoutes::workspaces)),
                Wire.get("/enabled_clouds", Need.SEE, this::enabledClouds),
                Wire.post("/check", Need.SEE, this::check),
                Wire.get("/users/me/workspace", Need.SEE, SystemRoutes::myWorkspace),
                Wire.post("/users/me/workspace", Need.SEE, SystemRoutes::setWorkspace),
                Wire.get("/users/role", Need.SEE, SystemRoutes::role),
                Wire.post("/api/v1/auth/authorize", Need.SEE, SystemRoutes::tokensOnly),
                Wire.get("/api/v1/auth/token", Need.SEE, SystemRoutes::tokensOnly));
    }

    private void health(ServerRequest request, ServerResponse response) {
        var info = parts.controller().info();
        Json.answer(response, 200, json -> {
            json.writeStartObject();
            json.writeStringField("status", info.ready() ? "healthy" : "unhealthy");
            json.writeStringField("api_version", Integer.toString(Wire.API_VERSION));
            json.writeStringField("version", Wire.VERSION);
            json.writeStringField("version_on_disk", Wire.VERSION);
            json.writeStringField("commit", info.version());
            json.writeBooleanField("basic_auth_enabled", false);
            user(json, Visit.of(request).who());
            json.writeBooleanField("service_account_token_enabled", parts.needsToken());
            json.writeBooleanField("ingress_basic_auth_enabled", false);
            json.writeNullField("latest_version");
            json.writeBooleanField("external_proxy_auth_enabled", false);
            json.writeBooleanField("telemetry_enabled", false);
            json.writeBooleanField("restrict_config_to_admins", true);
            json.writeEndObject();
        });
    }

    /// The client takes this id for its own.
    private static void user(JsonGenerator json, Identity who) throws IOException {
        if (!who.isNamed()) {
            json.writeNullField("user");
            return;
        }
        var caller = Caller.of(who);
        json.writeObjectFieldStart("user");
        json.writeStringField("id", caller.id());
        json.writeStringField("name", caller.name());
        json.writeEndObject();
    }

    private void told(ServerRequest request, ServerResponse response, String operation, Json.Writer result) {
        var asked = desk.begin(operation, Ask.none(request), false, own -> desk.done(own, Json.text(result)));
        Wire.taken(response, asked);
    }

    private static void workspaces(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart(QueueQuery.WORKSPACE);
        json.writeBooleanField("writable", true);
        json.writeBooleanField("read_only", false);
        json.writeEndObject();
        json.writeEndObject();
    }

    private void enabledClouds(ServerRequest request, ServerResponse response) {
        var workspace = Wire.query(request, "workspace");
        if (!workspace.isEmpty()) {
            known(workspace);
        }
        told(request, response, "enabled_clouds", json -> names(json, Clouds.names(parts.clouds())));
    }

    private static void names(JsonGenerator json, List<String> names) throws IOException {
        json.writeStartArray();
        for (var name : names) {
            json.writeString(name);
        }
        json.writeEndArray();
    }

    private void check(ServerRequest request, ServerResponse response) throws IOException {
        var ask = Ask.read(request);
        if (!ask.text("workspace").isEmpty()) {
            known(ask.text("workspace"));
        }
        var wanted = ask.texts("clouds");
        Wire.taken(response, desk.begin("check", ask, false, own -> {
            var names = Clouds.names(parts.clouds()).stream()
                    .filter(name -> wanted.isEmpty() || wanted.stream().anyMatch(name::equalsIgnoreCase))
                    .toList();
            own.say("Checking what this controller can run jobs on.\n");
            parts.clouds()
                    .forEach((launcher, clouds) -> own.say("  launcher " + launcher
                            + (clouds.isEmpty() ? "" : ", published as " + String.join(", ", clouds)) + "\n"));
            if (parts.controller().check() instanceof Answer.Done<List<Finding>>(List<Finding> findings)) {
                findings.forEach(f -> own.say("  " + mark(f.level()) + " " + f.subject() + ": " + f.detail() + "\n"));
            }
            return desk.done(own, Json.text(json -> {
                json.writeStartObject();
                json.writeFieldName(QueueQuery.WORKSPACE);
                names(json, names);
                json.writeEndObject();
            }));
        }));
    }

    private static String mark(Finding.Level level) {
        return switch (level) {
            case OK -> "\u2713";
            case NOTE -> "-";
            case BAD -> "\u2717";
        };
    }

    private static void myWorkspace(ServerRequest request, ServerResponse response) {
        var wanted = Wire.query(request, "requested");
        if (!wanted.isEmpty()) {
            known(wanted);
        }
        workspace(response);
    }

    private static void setWorkspace(ServerRequest request, ServerResponse response) throws IOException {
        var wanted = Ask.read(request).text("preferred");
        if (!wanted.isEmpty()) {
            known(wanted);
        }
        workspace(response);
    }

    private static void workspace(ServerResponse response) {
        Json.answer(response, 200, json -> {
            json.writeStartObject();
            json.writeStringField("workspace", QueueQuery.WORKSPACE);
            json.writeStringField("source", "default");
            json.writeNullField("preferred");
            json.writeNullField("note");
            json.writeArrayFieldStart("accessible");
            json.writeString(QueueQuery.WORKSPACE);
            json.writeEndArray();
            json.writeArrayFieldStart("read_only");
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    static void known(String workspace) {
        if (!workspace.equals(QueueQuery.WORKSPACE)) {
            throw new RequestException(
                    400,
                    "no_workspace",
                    "there is no workspace '" + workspace + "'; this controller has only '" + QueueQuery.WORKSPACE
                            + "'");
        }
    }

    private static void role(ServerRequest request, ServerResponse response) {
        Json.answer(response, 200, json -> {
            json.writeStartObject();
            var who = Visit.of(request).who();
            json.writeStringField("id", who.isNamed() ? Caller.of(who).id() : "");
            json.writeStringField("name", who.isNamed() ? Caller.of(who).name() : "");
            json.writeStringField("role", who.role().map(Role::text).orElse(""));
            json.writeEndObject();
        });
    }

    private static void tokensOnly(ServerRequest request, ServerResponse response) {
        throw new RequestException(
                400,
                "tokens_only",
                "there is no login by browser here: set SKYPILOT_SERVICE_ACCOUNT_TOKEN to 'sky_' and the controller's"
                        + " token, or log in with `sky api login --token`");
    }
}
