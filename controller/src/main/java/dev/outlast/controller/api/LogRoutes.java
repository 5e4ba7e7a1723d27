package dev.outlast.controller.api;

import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// What a job printed: all there is, all there will be (`follow=true`), or piece by piece (`limit`).
///
/// A stream over a connection that breaks loses its place. So the pieces: each comes with the cursor of the next
/// and
/// may be waited for, and a client that reads them survives a restart of the controller.
final class LogRoutes {
    private static final int STREAM_BYTES = 256 << 10;
    /// A client that went away shows only when we write; a silent stream ends after this long.
    private static final int SILENT_WAITS = 60;

    private static final HeaderName CURSOR = HeaderNames.create("X-Outlast-Cursor");
    private static final HeaderName MORE = HeaderNames.create("X-Outlast-More");
    private static final HeaderName LAST = HeaderNames.create("X-Outlast-Last");
    private static final Header PLAIN =
            HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
    private static final Header NO_SNIFF = HeaderValues.createCached("X-Content-Type-Options", "nosniff");

    private final ControllerFacade controller;

    LogRoutes(ControllerFacade controller) {
        this.controller = controller;
    }

    List<Route> routes() {
        return List.of(Route.get("/v1/jobs/{id}/logs", Need.SEE, this::logs));
    }

    private void logs(ServerRequest request, ServerResponse response) throws IOException {
        int limit = (int) Query.whole(request, "limit", 1, LogQuery.MAX_BYTES, 0);
        var query = new LogQuery(
                Query.job(request),
                Query.index(request, "task", 0),
                Query.index(request, "attempt", 1),
                from(request),
                limit == 0 ? STREAM_BYTES : limit);
        if (limit > 0) {
            piece(response, Replies.done(controller.logs(query, Query.patience(request))));
        } else {
            stream(query, Query.flag(request, "follow"), response);
        }
    }

    private static LogQuery.From from(ServerRequest request) {
        var cursor = Query.text(request, "cursor");
        int tail = (int) Query.whole(request, "tail", 0, Integer.MAX_VALUE, -1);
        if (!cursor.isEmpty()) {
            return new LogQuery.From.Cursor(cursor);
        }
        return tail < 0 ? new LogQuery.From.Start() : new LogQuery.From.Tail(tail);
    }

    private static void piece(ServerResponse response, LogChunk chunk) {
        response.header(CURSOR, chunk.cursor());
        response.header(MORE, Boolean.toString(chunk.more()));
        response.header(LAST, Boolean.toString(chunk.last()));
        Replies.send(response, 200, PLAIN, chunk.text());
    }

    private void stream(LogQuery query, boolean follow, ServerResponse response) throws IOException {
        // The first piece decides between a stream and an error; from then on an error can only end the stream.
        var chunk = Replies.done(controller.logs(query, Duration.ZERO));
        response.status(Status.OK_200);
        response.header(PLAIN);
        response.header(NO_SNIFF);
        int silent = 0;
        try (var out = response.outputStream()) {
            while (true) {
                out.write(chunk.text());
                boolean done = chunk.last() || (!follow && !chunk.more());
                silent = chunk.text().length > 0 ? 0 : silent + 1;
                if (done || silent > SILENT_WAITS) {
                    return;
                }
                out.flush();
                var wait = follow && !chunk.more() ? ApiSettings.MAX_WAIT : Duration.ZERO;
                if (!(controller.logs(query.at(chunk.cursor()), wait) instanceof Answer.Done(LogChunk next))) {
                    return;
                }
                chunk = next;
            }
        }
    }
}
