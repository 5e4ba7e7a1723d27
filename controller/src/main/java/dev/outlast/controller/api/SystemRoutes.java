package dev.outlast.controller.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is asked of the controller itself, not of a job.
final class SystemRoutes {
    private static final Header JSON = HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "application/json");
    private static final Header PROMETHEUS =
            HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8");

    private final ControllerFacade controller;
    private final byte[] openApi = openApi();

    SystemRoutes(ControllerFacade controller) {
        this.controller = controller;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/v1/status", Need.SEE, this::status).byAny(),
                Route.get("/v1/check", Need.SEE, this::check),
                Route.get("/v1/janitor", Need.SEE, this::janitor),
                Route.post("/v1/janitor/run", Need.RULE, this::runJanitor),
                Route.get("/v1/upgrade", Need.SEE, this::upgrade),
                Route.post("/v1/upgrade/finalize", Need.RULE, this::completeUpgrade),
                Route.get("/v1/providers", Need.SEE, this::providers),
                Route.post("/v1/providers/{provider}/rehearse", Need.CHANGE, this::rehearse),
                Route.get("/v1/openapi.json", Need.SEE, (_, response) -> Replies.send(response, 200, JSON, openApi))
                        .byAny(),
                Route.get(
                                "/health/live",
                                Need.NOTHING,
                                (_, response) -> Replies.json(response, 200, "live", SystemJson.text("state")))
                        .byAny(),
                Route.get("/health/ready", Need.NOTHING, this::ready).byAny(),
                Route.get("/health", Need.NOTHING, this::ready).byAny(),
                Route.get("/metrics", Need.SEE, this::metrics).byAny());
    }

    static byte[] openApi() {
        try (var in = SystemRoutes.class.getResourceAsStream("openapi.json")) {
            if (in == null) {
                throw new IllegalStateException("openapi.json is not on the class path");
            }
            return in.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private void status(ServerRequest request, ServerResponse response) {
        var counts = controller.counts() instanceof Answer.Done(Map<String, Long> known)
                ? Optional.of(known)
                : Optional.<Map<String, Long>>empty();
        Replies.json(response, 200, new SystemJson.Overview(controller.info(), counts), SystemJson::overview);
    }

    private void check(ServerRequest request, ServerResponse response) {
        Replies.answer(response, 200, controller.check(), SystemJson::findings);
    }

    private void janitor(ServerRequest request, ServerResponse response) {
        Replies.answer(response, 200, controller.janitor(false), SystemJson::janitor);
    }

    private void runJanitor(ServerRequest request, ServerResponse response) {
        Replies.answer(response, 200, controller.janitor(true), SystemJson::janitor);
    }

    private void upgrade(ServerRequest request, ServerResponse response) {
        Replies.answer(response, 200, controller.upgrade(), SystemJson::upgrade);
    }

    private void completeUpgrade(ServerRequest request, ServerResponse response) throws IOException {
        BodyReader.object(BodyReader.bytes(request), List.of());
        var visit = Visit.of(request);
        visit.says(Query.user(request));
        visit.isAbout("the feature level");
        Replies.answer(response, 200, controller.completeUpgrade(), SystemJson::upgrade);
    }

    private void providers(ServerRequest request, ServerResponse response) {
        Replies.answer(response, 200, controller.rehearsals(), SystemJson::rehearsals);
    }

    private void rehearse(ServerRequest request, ServerResponse response) throws IOException {
        var body = BodyReader.object(BodyReader.bytes(request), List.of("verb", "arguments"));
        if (!body.path("verb").isTextual()) {
            throw RequestException.bad("verb", "expected one of those that GET /v1/providers tells");
        }
        var arguments = new LinkedHashMap<String, String>();
        if (body.path("arguments") instanceof ObjectNode given) {
            for (var field : given.properties()) {
                arguments.put(field.getKey(), field.getValue().asText());
            }
        } else if (body.has("arguments")) {
            throw RequestException.bad("arguments", "expected an object of texts");
        }
        var provider = request.path().pathParameters().get("provider");
        var answer = Rights.of(request, controller)
                .rehearse(provider, body.path("verb").textValue(), arguments);
        Replies.answer(response, 200, answer, SystemJson.text("done"));
    }

    private void ready(ServerRequest request, ServerResponse response) {
        var info = controller.info();
        var state = info.ready() ? "ready" : info.state();
        Replies.json(response, info.ready() ? 200 : 503, state, SystemJson.text("state"));
    }

    private void metrics(ServerRequest request, ServerResponse response) {
        Replies.send(response, 200, PROMETHEUS, controller.metrics().getBytes(StandardCharsets.UTF_8));
    }
}
