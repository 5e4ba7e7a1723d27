package dev.outlast.controller.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.outlast.core.store.AttemptRow;
import dev.outlast.core.store.EventRow;
import dev.outlast.core.task.Warning;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// Jobs as JSON. Written by hand: the names are a promise, and lists are long. What is absent is null.
final class JobJson {
    private JobJson() {}

    static void submitted(JsonGenerator json, Submitted submitted) throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("job_ids");
        for (var job : submitted.jobs()) {
            json.writeNumber(job.value());
        }
        json.writeEndArray();
        warnings(json, submitted.warnings());
        json.writeBooleanField("replayed", submitted.replayed());
        json.writeEndObject();
    }

    static void warnings(JsonGenerator json, List<Warning> warnings) throws IOException {
        json.writeArrayFieldStart("warnings");
        for (var warning : warnings) {
            finding(json, warning.line(), warning.column(), warning.path(), warning.message());
        }
        json.writeEndArray();
    }

    static void finding(JsonGenerator json, int line, int column, String path, String message) throws IOException {
        json.writeStartObject();
        json.writeNumberField("line", line);
        json.writeNumberField("column", column);
        json.writeStringField("path", path);
        json.writeStringField("message", message);
        json.writeEndObject();
    }

    static void summary(JsonGenerator json, JobSummary job) throws IOException {
        json.writeStartObject();
        summaryFields(json, job);
        json.writeEndObject();
    }

    private static void summaryFields(JsonGenerator json, JobSummary job) throws IOException {
        json.writeNumberField("job_id", job.id().value());
        json.writeStringField("name", job.name());
        json.writeStringField("user", job.user());
        json.writeNumberField("priority", job.priority());
        json.writeStringField("status", job.status());
        text(json, "status_reason", job.statusReason());
        json.writeNumberField("recovery_count", job.recoveryCount());
        time(json, "submitted_at", Optional.of(job.submittedAt()));
        time(json, "started_at", job.startedAt());
        time(json, "ended_at", job.endedAt());
        text(json, "parked", job.parked());
    }

    static void job(JsonGenerator json, JobView job) throws IOException {
        json.writeStartObject();
        summaryFields(json, job.summary());
        if (job.retryOf() == 0) {
            json.writeNullField("retry_of");
        } else {
            json.writeNumberField("retry_of", job.retryOf());
        }
        json.writeArrayFieldStart("tasks");
        for (var task : job.tasks()) {
            task(json, task, job.asOf());
        }
        json.writeEndArray();
        json.writeStringField("yaml", job.yaml());
        json.writeEndObject();
    }

    private static void task(JsonGenerator json, JobView.TaskView task, Instant asOf) throws IOException {
        json.writeStartObject();
        json.writeStringField("task_id", task.taskId());
        json.writeNumberField("index", task.index());
        json.writeStringField("name", task.name());
        json.writeStringField("status", task.status());
        text(json, "status_reason", task.statusReason());
        json.writeNumberField("recovery_count", task.recoveryCount());
        time(json, "started_at", task.startedAt());
        time(json, "ended_at", task.endedAt());
        json.writeArrayFieldStart("attempts");
        for (var attempt : task.attempts()) {
            attempt(json, attempt, asOf);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void attempt(JsonGenerator json, AttemptRow attempt, Instant asOf) throws IOException {
        var offer = attempt.offer();
        json.writeStartObject();
        json.writeNumberField("task", attempt.task());
        json.writeNumberField("attempt", attempt.attempt());
        json.writeStringField("provider", offer.place().provider());
        text(json, "region", offer.place().region());
        text(json, "zone", offer.place().zone());
        json.writeStringField("instance_type", offer.instanceType());
        json.writeBooleanField("spot", offer.spot());
        json.writeNumberField("price_per_hour", offer.pricePerHour());
        json.writeNumberField("nodes", attempt.nodes());
        time(json, "launched_at", Optional.of(attempt.launchedAt()));
        time(json, "cluster_at", attempt.clusterAt());
        time(json, "started_at", attempt.runAt());
        time(json, "ended_at", attempt.endedAt());
        time(json, "released_at", attempt.releasedAt());
        text(json, "cleanup", cleanup(attempt));
        text(json, "fault", attempt.fault().map(Enum::name).orElse(""));
        text(json, "detail", attempt.detail());
        json.writeNumberField("cost", attempt.cost(asOf));
        text(json, "resume", attempt.resume());
        json.writeEndObject();
    }

    /// Whether anything of an ended attempt may be left.
    private static String cleanup(AttemptRow attempt) {
        if (attempt.releasedAt().isPresent()) {
            return "DONE";
        }
        return attempt.endedAt().isPresent() ? "OWED" : "";
    }

    static void cost(JsonGenerator json, CostView cost) throws IOException {
        json.writeStartObject();
        json.writeNumberField("job_id", cost.job().value());
        json.writeStringField("currency", "USD");
        json.writeNumberField("total", cost.total());
        time(json, "as_of", Optional.of(cost.asOf()));
        json.writeArrayFieldStart("attempts");
        for (var attempt : cost.attempts()) {
            attempt(json, attempt, cost.asOf());
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    static void event(JsonGenerator json, EventRow event) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", event.cursor().toString());
        json.writeNumberField("job_id", event.job().value());
        json.writeNumberField("task", event.task());
        if (event.attempt() == 0) {
            json.writeNullField("attempt");
        } else {
            json.writeNumberField("attempt", event.attempt());
        }
        time(json, "at", Optional.of(event.at()));
        json.writeStringField("kind", event.kind());
        text(json, "from", event.from());
        text(json, "to", event.to());
        json.writeStringField("status", event.status());
        text(json, "detail", event.detail());
        json.writeEndObject();
    }

    static void text(JsonGenerator json, String name, String text) throws IOException {
        if (text.isEmpty()) {
            json.writeNullField(name);
        } else {
            json.writeStringField(name, text);
        }
    }

    /// RFC 3339, in UTC, by the millisecond.
    static void time(JsonGenerator json, String name, Optional<Instant> time) throws IOException {
        if (time.isPresent()) {
            json.writeStringField(
                    name, time.get().truncatedTo(ChronoUnit.MILLIS).toString());
        } else {
            json.writeNullField(name);
        }
    }
}
