package dev.outlast.controller.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.outlast.core.job.JobId;
import dev.outlast.core.store.EventCursor;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/// A job's history, as a page or as server-sent events that can be taken up again where they broke off.
final class EventRoutes {
    private static final int MAX_PAGE = 1_000;
    private static final HeaderName LAST_EVENT_ID = HeaderNames.create("Last-Event-ID");
    private static final Header EVENT_STREAM =
            HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "text/event-stream; charset=utf-8");
    private static final Header NO_STORE = HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "no-store");

    private final ControllerFacade controller;
    private final Duration heartbeat;

    EventRoutes(ControllerFacade controller, Duration heartbeat) {
        this.controller = controller;
        this.heartbeat = heartbeat;
    }

    List<Route> routes() {
        return List.of(Route.get("/v1/jobs/{id}/events", Need.SEE, this::events).byAny());
    }

    private void events(ServerRequest request, ServerResponse response) throws IOException {
        var job = Query.job(request);
        if (request.headers().first(HeaderNames.ACCEPT).orElse("").contains("text/event-stream")) {
            var last = request.headers().first(LAST_EVENT_ID).orElseGet(() -> Query.text(request, "after"));
            stream(job, Query.eventCursor("Last-Event-ID", last), response);
            return;
        }
        var after = Query.eventCursor("after", Query.text(request, "after"));
        int limit = (int) Query.whole(request, "limit", 1, MAX_PAGE, MAX_PAGE);
        var page = Replies.done(controller.events(job, after, limit, Query.patience(request)));
        var next = page.events().isEmpty() ? after : page.events().getLast().cursor();
        Replies.json(response, 200, page, (json, shown) -> page(json, shown, next));
    }

    private static void page(JsonGenerator json, EventPage page, EventCursor next) throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("events");
        for (var event : page.events()) {
            JobJson.event(json, event);
        }
        json.writeEndArray();
        json.writeStringField("next", next.equals(EventCursor.START) ? "" : next.toString());
        json.writeBooleanField("last", page.last());
        json.writeEndObject();
    }

    private void stream(JobId job, EventCursor from, ServerResponse response) throws IOException {
        // The first page decides between a stream and an error; from then on an error can only end the stream.
        var page = Replies.done(controller.events(job, from, MAX_PAGE, Duration.ZERO));
        response.status(Status.OK_200);
        response.header(EVENT_STREAM);
        response.header(NO_STORE);
        var after = from;
        try (var out = response.outputStream()) {
            while (true) {
                for (var event : page.events()) {
                    write(out, event.cursor() + "\nevent: " + event.kind(), Replies.bytes(event, JobJson::event));
                    after = event.cursor();
                }
                if (page.last()) {
                    write(out, after + "\nevent: end", new byte[] {'{', '}'});
                    return;
                }
                if (page.events().isEmpty()) {
                    out.write(new byte[] {':', '\n', '\n'});
                }
                out.flush();
                if (!(controller.events(job, after, MAX_PAGE, heartbeat) instanceof Answer.Done(EventPage next))) {
                    return;
                }
                page = next;
            }
        }
    }

    private static void write(OutputStream out, String idAndKind, byte[] json) throws IOException {
        out.write(("id: " + idAndKind + "\ndata: ").getBytes(StandardCharsets.UTF_8));
        out.write(json);
        out.write(new byte[] {'\n', '\n'});
    }
}
