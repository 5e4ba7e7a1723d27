package dev.outlast.controller.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Everything but jobs as JSON.
final class SystemJson {
    private SystemJson() {}

    /// Plain text under one key.
    static Replies.Body<String> text(String key) {
        return (json, text) -> {
            json.writeStartObject();
            json.writeStringField(key, text);
            json.writeEndObject();
        };
    }

    static void plan(JsonGenerator json, Plan plan) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", plan.jobName());
        json.writeArrayFieldStart("tasks");
        for (var task : plan.tasks()) {
            json.writeStartObject();
            json.writeNumberField("index", task.index());
            json.writeStringField("name", task.name());
            json.writeNumberField("nodes", task.nodes());
            json.writeStringField("says", task.says());
            json.writeArrayFieldStart("offers");
            for (var choice : task.offers()) {
                choice(json, choice);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
        JobJson.warnings(json, plan.warnings());
        json.writeEndObject();
    }

    private static void choice(JsonGenerator json, Plan.Choice choice) throws IOException {
        var offer = choice.offer();
        json.writeStartObject();
        json.writeStringField("provider", offer.place().provider());
        JobJson.text(json, "region", offer.place().region());
        JobJson.text(json, "zone", offer.place().zone());
        json.writeStringField("instance_type", offer.instanceType());
        json.writeBooleanField("spot", offer.spot());
        json.writeNumberField("price_per_hour", offer.pricePerHour());
        JobJson.time(json, "closed_until", choice.closedUntil());
        json.writeEndObject();
    }

    static void cancelled(JsonGenerator json, List<Cancelled> jobs) throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("jobs");
        for (var job : jobs) {
            json.writeStartObject();
            json.writeNumberField("job_id", job.job().value());
            json.writeStringField("result", job.result().name());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    static void findings(JsonGenerator json, List<Finding> findings) throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("findings");
        for (var finding : findings) {
            json.writeStartObject();
            json.writeStringField("subject", finding.subject());
            json.writeStringField("level", finding.level().name());
            json.writeStringField("detail", finding.detail());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    static void janitor(JsonGenerator json, JanitorView view) throws IOException {
        json.writeStartObject();
        JobJson.time(json, "looked_at", view.at());
        json.writeNumberField("apart_seconds", view.apart().toSeconds());
        json.writeNumberField("released", view.released());
        json.writeArrayFieldStart("providers");
        for (var provider : view.providers()) {
            json.writeStartObject();
            json.writeStringField("provider", provider.name());
            json.writeNumberField("owned", provider.owned());
            json.writeNumberField("foreign", provider.foreign());
            JobJson.text(json, "problem", provider.problem());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("things");
        for (var thing : view.things()) {
            json.writeStartObject();
            json.writeStringField("provider", thing.provider());
            json.writeStringField("token", thing.token());
            json.writeNumberField("epoch", thing.epoch());
            json.writeStringField("description", thing.description());
            json.writeStringField("standing", thing.standing());
            JobJson.time(json, "since", thing.since());
            json.writeBooleanField("orphan", thing.orphan());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    static void upgrade(JsonGenerator json, UpgradeView view) throws IOException {
        json.writeStartObject();
        json.writeNumberField("feature_level", view.featureLevel());
        json.writeNumberField("known", view.known());
        json.writeArrayFieldStart("controllers");
        for (var controller : view.controllers()) {
            json.writeStartObject();
            json.writeStringField("name", controller.name());
            json.writeStringField("version", controller.version());
            json.writeNumberField("feature_level", controller.featureLevel());
            json.writeNumberField("seen_seconds_ago", controller.secondsAgo());
            json.writeBooleanField("leads", controller.leads());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    static void rehearsals(JsonGenerator json, List<RehearsalView> providers) throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("providers");
        for (var provider : providers) {
            json.writeStartObject();
            json.writeStringField("provider", provider.provider());
            json.writeArrayFieldStart("verbs");
            for (var verb : provider.verbs()) {
                json.writeStartObject();
                json.writeStringField("verb", verb.name());
                json.writeArrayFieldStart("arguments");
                for (var argument : verb.arguments()) {
                    json.writeString(argument);
                }
                json.writeEndArray();
                json.writeStringField("help", verb.help());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /// @param counts empty when the store did not answer
    record Overview(ControllerInfo info, Optional<Map<String, Long>> counts) {}

    static void overview(JsonGenerator json, Overview overview) throws IOException {
        var info = overview.info();
        json.writeStartObject();
        json.writeStringField("version", info.version());
        JobJson.time(json, "started_at", Optional.of(info.startedAt()));
        json.writeBooleanField("ready", info.ready());
        JobJson.text(json, "state", info.state());
        json.writeBooleanField("leading", info.leading());
        JobJson.text(json, "leader", info.leader());
        json.writeNumberField("epoch", info.epoch());
        if (overview.counts().isPresent()) {
            numbers(json, "jobs", overview.counts().get());
        } else {
            json.writeNullField("jobs");
        }
        numbers(json, "figures", info.figures());
        json.writeEndObject();
    }

    private static void numbers(JsonGenerator json, String name, Map<String, Long> numbers) throws IOException {
        json.writeObjectFieldStart(name);
        for (var entry : new TreeMap<>(numbers).entrySet()) {
            json.writeNumberField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
    }
}
