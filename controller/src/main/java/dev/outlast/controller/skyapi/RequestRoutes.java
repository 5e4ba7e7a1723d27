package dev.outlast.controller.skyapi;

import dev.outlast.controller.api.Need;
import dev.outlast.controller.api.RequestException;
import dev.outlast.controller.api.Route;
import dev.outlast.controller.api.Visit;
import dev.outlast.core.store.ApiRequestRow;
import dev.outlast.core.store.StoreException;
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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;

/// Fetches what requests came to, follows what they say, lists and cancels them.
final class RequestRoutes {
    static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final Header PLAIN =
            HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
    private static final Header GZIP = HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "application/gzip");
    private static final Header NO_CACHE =
            HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "no-cache, no-transform");
    private static final Header NO_BUFFER = HeaderValues.createCached("X-Accel-Buffering", "no");
    private static final HeaderName STREAM_ID = HeaderNames.create("X-SkyPilot-Stream-Request-ID");

    private final SkyParts parts;
    private final Desk desk;

    RequestRoutes(SkyParts parts, Desk desk) {
        this.parts = parts;
        this.desk = desk;
    }

    List<Route> routes() {
        return List.of(
                Wire.get("/api/get", Need.SEE, this::get),
                Wire.get("/api/stream", Need.SEE, this::stream),
                Wire.get("/api/status", Need.SEE, this::status),
                Wire.post("/api/cancel", Need.OWN, this::cancel));
    }

    private void get(ServerRequest request, ServerResponse response) throws InterruptedException {
        var id = Wire.query(request, "request_id");
        if (id.isEmpty()) {
            throw RequestException.bad("request_id", "is needed");
        }
        var row = switch (desk.find(id, Visit.of(request).who())) {
            case Desk.Found.Here(Asked asked) -> asked.await();
            case Desk.Found.Stored(ApiRequestRow stored) -> stored;
            case Desk.Found.Lost(ApiRequestRow lost) -> lost;
        };
        if (row.ending() != ApiRequestRow.Ending.FAILED) {
            Json.answer(response, 200, json -> Payload.ended(json, row));
            return;
        }
        Json.answer(response, 500, json -> {
            json.writeStartObject();
            json.writeFieldName("detail");
            Payload.ended(json, row);
            json.writeEndObject();
        });
    }

    private void stream(ServerRequest request, ServerResponse response) throws IOException, InterruptedException {
        if (!Wire.query(request, "log_path").isEmpty()) {
            throw RequestException.bad("log_path", "files of the controller are not served; give a request_id");
        }
        var given = Wire.query(request, "request_id");
        var id = given.isEmpty()
                ? desk.newest(Visit.of(request).who()).map(Asked::id).orElse("")
                : given;
        if (id.isEmpty()) {
            throw new RequestException(404, "not_found", "there was no request yet");
        }
        var found = desk.find(id, Visit.of(request).who());
        boolean follow = Wire.flag(request, "follow", true);
        boolean gzip = Wire.query(request, "compress").equals("gz");
        boolean controls = !gzip && !Wire.query(request, "format").equals("plain");
        int tail = (int) Wire.whole(request, "tail", 0, Integer.MAX_VALUE, 0);
        open(response, gzip);
        response.header(STREAM_ID, id);
        try (var out = gzip ? new LazyGzip(response.outputStream()) : response.outputStream()) {
            switch (found) {
                case Desk.Found.Here(Asked asked) -> tell(asked, out, follow, controls, tail);
                case Desk.Found.Stored(ApiRequestRow row) -> write(out, row.output(), tail);
                case Desk.Found.Lost(ApiRequestRow row) -> write(out, row.output(), tail);
            }
        }
    }

    static void open(ServerResponse response, boolean gzip) {
        response.status(Status.OK_200);
        response.header(gzip ? GZIP : PLAIN);
        response.header(NO_CACHE);
        response.header(NO_BUFFER);
    }

    private static void tell(Asked asked, OutputStream out, boolean follow, boolean controls, int tail)
            throws IOException, InterruptedException {
        var telling = asked.telling();
        if (telling.isPresent()) {
            telling.get().tell(new Voice(out, controls));
        } else {
            asked.tell(out, follow, controls ? HEARTBEAT : Duration.ofDays(365), tail);
        }
    }

    private static void write(OutputStream out, String text, int tail) throws IOException {
        out.write(lastLines(text, tail).getBytes(StandardCharsets.UTF_8));
    }

    /// @param lines 0 for all
    static String lastLines(String text, int lines) {
        int at = text.length();
        for (int left = lines; left > 0 && at > 0; left--) {
            at = text.lastIndexOf('\n', at - 2) + 1;
        }
        return lines == 0 ? text : text.substring(at);
    }

    private void status(ServerRequest request, ServerResponse response) {
        var ids = request.query().all("request_ids", List::of);
        boolean all = Wire.flag(request, "all_status", false);
        int limit = (int) Wire.whole(request, "limit", 1, 1_000, 1_000);
        var who = Visit.of(request).who();
        var rows = new ArrayList<Object>();
        var seen = new HashSet<String>();
        for (var asked : desk.here()) {
            var ended = asked.ended();
            if (!Desk.mayRead(who, asked.caller().hash())) {
                continue;
            }
            if (wanted(asked.id(), ids) && (all || !ids.isEmpty() || ended.isEmpty()) && seen.add(asked.id())) {
                rows.add(ended.isPresent() ? ended.get() : asked);
            }
        }
        if (all || !ids.isEmpty()) {
            for (var row : stored()) {
                if (Desk.mayRead(who, row.userId()) && wanted(row.id(), ids) && seen.add(row.id())) {
                    rows.add(row);
                }
            }
        }
        rows.sort(Comparator.comparingDouble(RequestRoutes::age).reversed());
        Json.answer(response, 200, json -> {
            json.writeStartArray();
            for (var row : rows.subList(0, Math.min(limit, rows.size()))) {
                if (row instanceof ApiRequestRow ended) {
                    Payload.line(json, ended);
                } else {
                    Payload.line(json, (Asked) row);
                }
            }
            json.writeEndArray();
        });
    }

    private static double age(Object row) {
        return Payload.seconds(row instanceof ApiRequestRow ended ? ended.createdAt() : ((Asked) row).createdAt());
    }

    private List<ApiRequestRow> stored() {
        try {
            return parts.store().apiRequests(1_000);
        } catch (StoreException away) {
            throw new RequestException(503, "unavailable", "the store is away: " + away.getMessage());
        }
    }

    private static boolean wanted(String id, List<String> beginnings) {
        return beginnings.isEmpty() || beginnings.stream().anyMatch(id::startsWith);
    }

    /// What is asked of a request that waits or follows is to stop; what changes something is committed before anybody
    /// could cancel it.
    private void cancel(ServerRequest request, ServerResponse response) throws IOException {
        var ask = Ask.read(request);
        var ids = ask.texts("request_ids");
        var user = ask.text("user_id");
        var who = ask.visit().who();
        ask.visit().isAbout(ids.isEmpty() ? "requests" : "requests " + String.join(", ", ids));
        var asked = desk.begin("api_cancel", ask, false, own -> {
            var cancelled = new ArrayList<String>();
            for (var other : desk.underWay()) {
                boolean named = ids.stream().anyMatch(other.id()::startsWith);
                boolean whose = ids.isEmpty()
                        && (user.isEmpty() || other.caller().hash().equals(user));
                if ((named || whose)
                        && Desk.mayRead(who, other.caller().hash())
                        && !other.id().equals(own.id())) {
                    desk.end(other, desk.cancelled(other));
                    other.interrupt();
                    cancelled.add(other.id());
                }
            }
            return desk.done(own, Json.text(json -> {
                json.writeStartArray();
                for (var id : cancelled) {
                    json.writeString(id);
                }
                json.writeEndArray();
            }));
        });
        Wire.taken(response, asked);
    }
}
