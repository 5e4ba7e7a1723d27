package dev.outlast.controller.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.outlast.core.job.JobId;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// What changes jobs.
final class CommandRoutes {
    private static final int MAX_IDS = 100_000;

    private final ControllerFacade controller;

    CommandRoutes(ControllerFacade controller) {
        this.controller = controller;
    }

    List<Route> routes() {
        return List.of(
                Route.post("/v1/jobs", Need.CHANGE, this::submit),
                Route.post("/v1/jobs/cancel", Need.CHANGE, this::cancelMany),
                Route.post("/v1/jobs/{id}/cancel", Need.CHANGE, this::cancel),
                Route.post("/v1/jobs/{id}/retry", Need.CHANGE, this::retry),
                Route.post("/v1/jobs/{id}/unpark", Need.CHANGE, this::unpark));
    }

    private void submit(ServerRequest request, ServerResponse response) throws IOException {
        var read = SubmitReader.read(request);
        if (read.dryRun()) {
            Replies.answer(response, 200, controller.plan(read.request()), SystemJson::plan);
        } else {
            created(response, Rights.of(request, controller).submit(read.request()));
        }
    }

    private void retry(ServerRequest request, ServerResponse response) throws IOException {
        var body = BodyReader.object(BodyReader.bytes(request), List.of("secrets"));
        var secrets = SubmitReader.texts("secrets", body.path("secrets"));
        created(
                response,
                Rights.of(request, controller)
                        .retry(Query.job(request), secrets, Query.idempotencyKey(request), Query.user(request)));
    }

    private static void created(ServerResponse response, Answer<Submitted> answer) {
        var submitted = Replies.done(answer);
        if (submitted.jobs().size() == 1) {
            response.header(location(submitted.jobs().getFirst()));
        }
        Replies.json(response, 201, submitted, JobJson::submitted);
    }

    private static Header location(JobId job) {
        return HeaderValues.create(HeaderNames.LOCATION, "/v1/jobs/" + job);
    }

    private void cancel(ServerRequest request, ServerResponse response) throws IOException {
        var job = Query.job(request);
        BodyReader.object(BodyReader.bytes(request), List.of());
        var selection = new CancelRequest.Selection.Ids(List.of(job));
        var done =
                Replies.done(Rights.of(request, controller).cancel(new CancelRequest(selection, Query.user(request))));
        if (done.getFirst().result() == Cancelled.Result.NOT_FOUND) {
            throw new RequestException(404, "not_found", "there is no job " + job);
        }
        Replies.json(response, 200, done, SystemJson::cancelled);
    }

    private void cancelMany(ServerRequest request, ServerResponse response) throws IOException {
        var body = BodyReader.object(BodyReader.bytes(request), List.of("ids", "name", "all"));
        var wanted = new CancelRequest(selection(body), Query.user(request));
        Replies.answer(response, 200, Rights.of(request, controller).cancel(wanted), SystemJson::cancelled);
    }

    private static CancelRequest.Selection selection(ObjectNode body) {
        if (body.size() != 1) {
            throw RequestException.bad("say which jobs by exactly one of 'ids', 'name' and 'all'");
        }
        if (body.has("all")) {
            if (!body.get("all").isBoolean() || !body.get("all").booleanValue()) {
                throw RequestException.bad("all", "expected true");
            }
            return new CancelRequest.Selection.All();
        }
        if (body.has("name")) {
            if (!body.get("name").isTextual() || body.get("name").textValue().isEmpty()) {
                throw RequestException.bad("name", "expected the name of a job");
            }
            return new CancelRequest.Selection.Named(body.get("name").textValue());
        }
        var ids = new ArrayList<JobId>();
        if (!body.get("ids").isArray() || body.get("ids").size() > MAX_IDS) {
            throw RequestException.bad("ids", "expected a list of up to " + MAX_IDS + " ids of jobs");
        }
        for (var node : body.get("ids")) {
            if (!node.canConvertToLong() || !node.isIntegralNumber() || node.longValue() < 1) {
                throw RequestException.bad("ids", "expected whole numbers from 1");
            }
            ids.add(new JobId(node.longValue()));
        }
        return new CancelRequest.Selection.Ids(ids);
    }

    private void unpark(ServerRequest request, ServerResponse response) throws IOException {
        BodyReader.object(BodyReader.bytes(request), List.of());
        Replies.answer(response, 200, Rights.of(request, controller).unpark(Query.job(request)), JobJson::job);
    }
}
