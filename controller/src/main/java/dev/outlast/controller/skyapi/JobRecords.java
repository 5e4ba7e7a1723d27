package dev.outlast.controller.skyapi;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.outlast.controller.skyapi.queue.Line;
import dev.outlast.controller.skyapi.queue.QueueQuery;
import dev.outlast.core.job.JobId;
import dev.outlast.core.job.Owner;
import dev.outlast.core.store.JobRow;
import dev.outlast.core.store.SpecRow;
import dev.outlast.core.store.StoreException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Writes the records of jobs that a client lists. What lists do not hold is read from the store, for the jobs of the
/// page and only where it is asked for.
final class JobRecords {
    private static final Set<String> REASONS = Set.of("details", "failure_reason");
    private static final Set<String> ALWAYS = Set.of("job_id", "task_id", "status");
    /// Texts and numbers that no job here has.
    private static final List<String> NULLS = List.of(
            "pool",
            "is_primary_in_job_group",
            "batch_total_batches",
            "batch_completed_batches",
            "root_job_id",
            "parent_job_id",
            "parent_task_id",
            "dynamic_task_index",
            "job_id_on_pool_cluster",
            "pool_hash",
            "priority_class");

    private final SkyParts parts;
    private final Optional<Set<String>> fields;
    private final double now;

    /// @param fields wanted; empty for all
    JobRecords(SkyParts parts, Optional<Set<String>> fields, double now) {
        this.parts = parts;
        this.fields = fields;
        this.now = now;
    }

    void write(JsonGenerator json, List<Line> lines) throws IOException {
        json.writeStartArray();
        for (var line : lines) {
            record(json, line);
        }
        json.writeEndArray();
    }

    private void record(JsonGenerator json, Line line) throws IOException {
        json.writeStartObject();
        json.writeNumberField("job_id", line.job());
        json.writeNumberField("task_id", line.task());
        json.writeStringField("status", line.status().name());
        names(json, line);
        times(json, line);
        place(json, line);
        for (var name : NULLS) {
            if (wants(name)) {
                json.writeNullField(name);
            }
        }
        if (fields.isEmpty() || fields.get().stream().anyMatch(REASONS::contains)) {
            reason(json, line);
        }
        if (fields.isPresent() && fields.get().contains("user_yaml")) {
            Json.optional(json, "user_yaml", yaml(line).orElse(null));
        }
        json.writeEndObject();
    }

    private void names(JsonGenerator json, Line line) throws IOException {
        var owner = Owner.of(line.user());
        var texts = new LinkedHashMap<String, String>();
        texts.put("workspace", QueueQuery.WORKSPACE);
        texts.put("job_name", line.jobName());
        texts.put("task_name", line.taskName());
        texts.put("resources", line.resources());
        texts.put("user_name", owner.name());
        texts.put("user_hash", owner.id().isEmpty() ? owner.name() : owner.id());
        texts.put("schedule_state", line.schedule().name());
        texts.put("execution", "serial");
        for (var text : texts.entrySet()) {
            if (wants(text.getKey())) {
                json.writeStringField(text.getKey(), text.getValue());
            }
        }
        if (wants("recovery_count")) {
            json.writeNumberField("recovery_count", line.recoveries());
        }
        if (wants("priority")) {
            json.writeNumberField("priority", line.priority());
        }
        if (wants("is_job_group")) {
            json.writeBooleanField("is_job_group", false);
        }
        if (wants("metadata")) {
            json.writeObjectFieldStart("metadata");
            json.writeEndObject();
        }
    }

    private void times(JsonGenerator json, Line line) throws IOException {
        var times = Map.of(
                "submitted_at", line.claimed(),
                "start_at", line.started(),
                "end_at", line.ended(),
                "job_duration", line.ranUntil(now));
        for (var time : times.entrySet()) {
            if (wants(time.getKey())) {
                Json.seconds(json, time.getKey(), time.getValue());
            }
        }
    }

    private void place(JsonGenerator json, Line line) throws IOException {
        var place = line.infra().split("/", 3);
        var region = place.length > 1 ? place[1] : "";
        var texts = Map.of(
                "cloud",
                place[0],
                "region",
                region,
                "zone",
                place.length > 2 ? place[2] : "",
                "infra",
                region.isEmpty() ? place[0] : place[0] + " (" + region + ")",
                "cluster_resources",
                line.machine(),
                "cluster_resources_full",
                line.machine());
        for (var text : texts.entrySet()) {
            if (wants(text.getKey())) {
                json.writeStringField(text.getKey(), text.getValue().isEmpty() ? "-" : text.getValue());
            }
        }
        if (wants("current_cluster_name")) {
            boolean has = !line.status().isTerminal() && !line.infra().isEmpty();
            Json.optional(json, "current_cluster_name", has ? clusterName(line) : null);
        }
    }

    /// Under which the cluster is known at its provider.
    static String clusterName(Line line) {
        return line.jobName() + "-" + line.job();
    }

    private void reason(JsonGenerator json, Line line) throws IOException {
        var said = mayHaveReason(line) ? row(line).map(JobRow::statusReason).orElse("") : "";
        if (wants("failure_reason")) {
            Json.optional(json, "failure_reason", line.status().isFailure() && !said.isEmpty() ? said : null);
        }
        if (wants("details")) {
            var detail = line.status().isFailure() ? "Failure: " + said : said;
            Json.optional(json, "details", said.isEmpty() ? null : detail);
        }
    }

    private static boolean mayHaveReason(Line line) {
        return switch (line.status()) {
            case SUCCEEDED, RUNNING -> false;
            case PENDING,
                    STARTING,
                    RECOVERING,
                    CANCELLING,
                    CANCELLED,
                    FAILED,
                    FAILED_SETUP,
                    FAILED_PRECHECKS,
                    FAILED_NO_RESOURCE,
                    FAILED_CONTROLLER -> true;
        };
    }

    private Optional<String> yaml(Line line) throws IOException {
        var row = row(line);
        try {
            return row.isEmpty()
                    ? Optional.empty()
                    : parts.store().spec(row.get().specHash()).map(SpecRow::text);
        } catch (StoreException away) {
            throw new IOException("the store is away", away);
        }
    }

    private Optional<JobRow> row(Line line) throws IOException {
        try {
            return parts.store().job(new JobId(line.job()));
        } catch (StoreException away) {
            throw new IOException("the store is away", away);
        }
    }

    private boolean wants(String field) {
        return fields.isEmpty() || ALWAYS.contains(field) || fields.get().contains(field);
    }
}
