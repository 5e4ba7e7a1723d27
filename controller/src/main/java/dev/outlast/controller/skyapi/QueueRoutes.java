package dev.outlast.controller.skyapi;

import dev.outlast.controller.api.Need;
import dev.outlast.controller.api.Route;
import dev.outlast.controller.lifecycle.Status;
import dev.outlast.controller.skyapi.queue.QueuePage;
import dev.outlast.controller.skyapi.queue.QueueQuery;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Lists jobs.
final class QueueRoutes {
    private static final Set<String> STATUSES = Set.of("SUBMITTED", "WINDING_DOWN");

    private final SkyParts parts;
    private final Desk desk;

    QueueRoutes(SkyParts parts, Desk desk) {
        this.parts = parts;
        this.desk = desk;
    }

    List<Route> routes() {
        return List.of(
                Wire.post("/jobs/queue/v2", Need.SEE, (request, response) -> queue(request, response, true)),
                Wire.post("/jobs/queue", Need.SEE, (request, response) -> queue(request, response, false)));
    }

    private void queue(ServerRequest request, ServerResponse response, boolean paged) throws IOException {
        var ask = Ask.read(request);
        var operation = paged ? "jobs.queue_v2" : "jobs.queue";
        Wire.taken(response, desk.begin(operation, ask, false, asked -> {
            var query = query(ask);
            var fields = Optional.of(ask.texts("fields"))
                    .filter(some -> !some.isEmpty())
                    .map(Set::copyOf);
            double now = Payload.seconds(desk.now());
            var page = QueuePage.of(parts.queue(), query, now);
            var records = new JobRecords(parts, fields, now);
            return desk.done(asked, Json.text(json -> {
                if (!paged) {
                    records.write(json, page.lines());
                    return;
                }
                json.writeStartObject();
                json.writeFieldName("jobs");
                records.write(json, page.lines());
                json.writeNumberField("total", page.total());
                json.writeNumberField("total_no_filter", page.unfiltered());
                json.writeObjectFieldStart("status_counts");
                for (var count : page.counts().entrySet()) {
                    json.writeNumberField(count.getKey().name(), count.getValue());
                }
                json.writeEndObject();
                json.writeArrayFieldStart("infra_options");
                json.writeEndArray();
                json.writeEndObject();
            }));
        }));
    }

    /// What is always fresh needs no refresh, so that flag changes nothing.
    private static QueueQuery query(Ask ask) throws SkyFailure {
        int limit = ask.whole("limit", 1, Integer.MAX_VALUE).orElse(0L).intValue();
        int page = ask.whole("page", 1, Integer.MAX_VALUE).orElse(1L).intValue();
        if (page > 1 && limit == 0) {
            throw SkyFailure.value("a page needs a limit");
        }
        var descending = ask.text("sort_order");
        if (!Set.of("", "asc", "desc").contains(descending)) {
            throw SkyFailure.value("sort_order: expected asc or desc");
        }
        return new QueueQuery(
                ask.flag("all_users", false) ? "" : ask.caller().id(),
                ask.flag("skip_finished", false),
                new HashSet<>(ask.jobs("job_ids")),
                statuses(ask.texts("statuses")),
                ask.text("user_match"),
                ask.text("name_match"),
                ask.text("workspace_match"),
                ask.text("infra_match"),
                ask.text("pool_match"),
                ask.number("submitted_after", Double.NEGATIVE_INFINITY),
                ask.number("submitted_before", Double.POSITIVE_INFINITY),
                order(ask.text("sort_by")),
                descending.equals("asc"),
                page,
                limit);
    }

    private static Set<String> statuses(List<String> names) throws SkyFailure {
        for (var name : names) {
            boolean known = STATUSES.contains(name)
                    || List.of(Status.values()).stream().anyMatch(s -> s.name().equals(name));
            if (!known) {
                throw SkyFailure.value("there is no status '" + name + "'");
            }
        }
        return Set.copyOf(names);
    }

    private static Optional<QueueQuery.Order> order(String key) throws SkyFailure {
        if (key.isEmpty()) {
            return Optional.empty();
        }
        var order = QueueQuery.Order.of(key);
        if (order.isEmpty()) {
            throw SkyFailure.value(
                    "jobs cannot be sorted by '" + key + "'; known: " + String.join(", ", QueueQuery.Order.allKeys()));
        }
        return order;
    }
}
