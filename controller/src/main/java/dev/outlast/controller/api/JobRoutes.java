package dev.outlast.controller.api;

import dev.outlast.core.store.JobPage;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What can be read of jobs at once; streams have their own place.
final class JobRoutes {
    private static final int DEFAULT_LIMIT = 50;

    private final ControllerFacade controller;

    JobRoutes(ControllerFacade controller) {
        this.controller = controller;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/v1/jobs", Need.SEE, this::list).byAny(),
                Route.get("/v1/jobs/{id}", Need.SEE, this::job).byAny(),
                Route.get("/v1/jobs/{id}/why", Need.SEE, this::why),
                Route.get("/v1/jobs/{id}/cost", Need.SEE, this::cost).byAny());
    }

    private void list(ServerRequest request, ServerResponse response) {
        int limit = (int) Query.whole(request, "limit", 1, 1_000, DEFAULT_LIMIT);
        var page = new JobPage(
                Query.whole(request, "before", 1, Long.MAX_VALUE, Long.MAX_VALUE),
                limit,
                statuses(Query.text(request, "status")),
                Query.text(request, "name"),
                Query.text(request, "user"));
        Replies.answer(response, 200, controller.jobs(page), (json, jobs) -> {
            json.writeStartObject();
            json.writeArrayFieldStart("jobs");
            for (var job : jobs) {
                JobJson.summary(json, job);
            }
            json.writeEndArray();
            if (jobs.size() < limit) {
                json.writeNullField("next_before");
            } else {
                json.writeNumberField("next_before", jobs.getLast().id().value());
            }
            json.writeEndObject();
        });
    }

    private static Set<String> statuses(String text) {
        return text.isEmpty() ? Set.of() : Set.of(StatusNames.all(text.toUpperCase(Locale.ROOT)));
    }

    private void job(ServerRequest request, ServerResponse response) {
        var answer = controller.job(Query.job(request), Query.patience(request));
        Replies.answer(response, 200, answer, JobJson::job);
    }

    private void why(ServerRequest request, ServerResponse response) {
        Replies.answer(response, 200, controller.why(Query.job(request)), SystemJson.text("why"));
    }

    private void cost(ServerRequest request, ServerResponse response) {
        Replies.answer(response, 200, controller.cost(Query.job(request)), JobJson::cost);
    }
}
