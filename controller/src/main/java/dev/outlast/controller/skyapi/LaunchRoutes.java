package dev.outlast.controller.skyapi;

import dev.outlast.controller.api.Answer;
import dev.outlast.controller.api.Need;
import dev.outlast.controller.api.Plan;
import dev.outlast.controller.api.Rights;
import dev.outlast.controller.api.Route;
import dev.outlast.controller.api.SubmitRequest;
import dev.outlast.controller.api.Submitted;
import dev.outlast.controller.spec.SpecBook;
import dev.outlast.core.job.JobId;
import dev.outlast.core.store.ApiRequestRow;
import dev.outlast.core.store.Receipt;
import dev.outlast.core.store.StoreException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Checks, plans and launches jobs.
final class LaunchRoutes {
    private final SkyParts parts;
    private final Desk desk;
    private final Uploads uploads;

    LaunchRoutes(SkyParts parts, Desk desk, Uploads uploads) {
        this.parts = parts;
        this.desk = desk;
        this.uploads = uploads;
    }

    List<Route> routes() {
        return List.of(
                Wire.post("/validate", Need.SEE, this::validate),
                Wire.post("/optimize", Need.SEE, this::optimize),
                Wire.post("/jobs/launch", Need.CHANGE, this::launch));
    }

    private void validate(ServerRequest request, ServerResponse response) throws IOException {
        var ask = Ask.read(request);
        try {
            var _ = SkyTask.read(ask.text("dag"), "");
            Json.answer(response, 200, json -> json.writeNull());
        } catch (SkyFailure refused) {
            Json.answer(response, 400, json -> {
                json.writeStartObject();
                json.writeObjectFieldStart("detail");
                json.writeStringField("type", refused.type());
                json.writeStringField("message", refused.message());
                json.writeArrayFieldStart("args");
                json.writeString(refused.message());
                json.writeEndArray();
                json.writeObjectFieldStart("attributes");
                json.writeEndObject();
                json.writeNullField("stacktrace");
                json.writeEndObject();
                json.writeEndObject();
            });
        }
    }

    private void optimize(ServerRequest request, ServerResponse response) throws IOException {
        var ask = Ask.read(request);
        Wire.taken(response, desk.begin("optimize", ask, false, asked -> {
            var task = SkyTask.read(ask.text("dag"), "");
            var wanted = submit(task, task.later(), 1, asked.id(), ask, (_, _) -> Optional.empty());
            switch (parts.controller().plan(wanted)) {
                case Answer.Done<Plan>(Plan plan) -> asked.say(PlanTable.of(plan));
                case Answer.Refused<Plan> refused -> throw SkyTask.refused(refused.problems());
                case Answer.NotFound<Plan> _,
                        Answer.Conflict<Plan> _,
                        Answer.Busy<Plan> _,
                        Answer.NoSpace<Plan> _,
                        Answer.Unavailable<Plan> _,
                        Answer.Unknown<Plan> _ -> throw SkyFailure.runtime("the controller cannot plan now; try again");
            }
            return desk.done(asked, "null");
        }));
    }

    private void launch(ServerRequest request, ServerResponse response) throws IOException {
        var ask = Ask.read(request);
        workspace(ask);
        Wire.taken(
                response,
                desk.begin(
                        "jobs.launch", ask, true, asked -> launch(ask, asked, Rights.of(request, parts.controller()))));
    }

    private static void workspace(Ask ask) {
        var active = ask.body()
                .path("override_skypilot_config")
                .path("active_workspace")
                .asText("");
        if (!active.isEmpty()) {
            SystemRoutes.known(active);
        }
    }

    /// A client sends its whole configuration along with each request.
    private static Optional<String> unused(Ask ask) {
        var keys = new TreeSet<String>();
        for (var entry : ask.body().path("override_skypilot_config").properties()) {
            boolean says = entry.getValue().isValueNode()
                    ? !entry.getValue().isNull()
                    : !entry.getValue().isEmpty();
            if (says && !entry.getKey().equals("active_workspace")) {
                keys.add(entry.getKey());
            }
        }
        return keys.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", keys));
    }

    private Desk.Outcome launch(Ask ask, Asked asked, Rights rights) throws SkyFailure, IOException {
        if (!ask.text("pool").isEmpty()) {
            throw SkyFailure.notServed("not yet: pools are not served by this controller; launch without --pool");
        }
        if (ask.has("parent_job_id")) {
            throw SkyFailure.notServed("not yet: jobs that belong to another job are not served by this controller");
        }
        int count = ask.whole("num_jobs", 1, SubmitRequest.MAX_JOBS).orElse(1L).intValue();
        var task = SkyTask.read(ask.text("task"), ask.text("name"));
        var blobs = new LinkedHashMap<String, String>();
        for (var source : task.later().keySet()) {
            var path = task.mapping().getOrDefault(source, source);
            blobs.put(source, uploads.find(ask.caller(), ask.text("file_mounts_blob_id"), path));
        }
        unused(ask)
                .ifPresent(keys -> asked.say("Warning: this controller does not use these keys of the client's"
                        + " configuration: " + keys + "\n"));
        SpecBook.warnings(task.job(), task.warnings(), Clouds.launchers(parts.clouds()))
                .forEach(warning -> asked.say("Warning: " + warning.render("task") + "\n"));
        asked.say("\u001b[33mLaunching managed job '" + task.job().name() + "'...\u001b[0m\n");
        var wanted = submit(
                task, blobs, count, asked.id(), ask, (jobs, at) -> Optional.of(asked.receipt(row(asked, jobs, at))));
        return switch (rights.submit(wanted)) {
            case Answer.Done<Submitted>(Submitted made) ->
                new Desk.Outcome(asked.receipt().orElseGet(() -> row(asked, made.jobs(), desk.now())), true);
            case Answer.Refused<Submitted> refused -> throw SkyTask.refused(refused.problems());
            case Answer.NotFound<Submitted>(String what) -> throw SkyFailure.value("there is no " + what);
            case Answer.Conflict<Submitted> conflict -> throw SkyFailure.value(conflict.message());
            case Answer.Busy<Submitted> _ ->
                throw SkyFailure.runtime("too many requests at once; the job was certainly not launched, try again");
            case Answer.NoSpace<Submitted> _ ->
                throw SkyFailure.runtime("the controller's disk is full; the job was certainly not launched");
            case Answer.Unavailable<Submitted>(String why) ->
                throw SkyFailure.runtime(why + "; the job was certainly not launched, try again");
            case Answer.Unknown<Submitted> _ -> new Desk.Outcome(recorded(asked), true);
        };
    }

    /// The engine did not say; what is recorded is what was done.
    private ApiRequestRow recorded(Asked asked) throws SkyFailure {
        try {
            return parts.store()
                    .apiRequest(asked.id())
                    .orElseThrow(() -> SkyFailure.runtime("the controller could not launch it; its log says why"));
        } catch (StoreException away) {
            throw SkyFailure.runtime("it is not known whether the job was launched: look at the queue");
        }
    }

    private static SubmitRequest submit(
            SkyTask task, Map<String, String> blobs, int count, String id, Ask ask, Receipt receipt) {
        return new SubmitRequest(
                task.text(),
                false,
                task.overrides(),
                blobs,
                count,
                "sky:" + id,
                ask.hash(),
                ask.caller().user(),
                receipt);
    }

    private static ApiRequestRow row(Asked asked, List<JobId> jobs, Instant at) {
        var result = Json.text(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("job_id");
            for (var job : jobs) {
                json.writeNumber(job.value());
            }
            json.writeEndArray();
            json.writeStringField("handle", Pickle.NONE);
            json.writeEndObject();
        });
        return asked.row(ApiRequestRow.Ending.SUCCEEDED, at, result, "null", "");
    }
}
