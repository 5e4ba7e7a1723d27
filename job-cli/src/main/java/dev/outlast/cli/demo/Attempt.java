package dev.outlast.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/// One machine that a job had.
///
/// @param fault why it ended, empty when the job ended there
/// @param resume where it began, in words
record Attempt(
        int number,
        String region,
        String place,
        boolean spot,
        double pricePerHour,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt,
        String fault,
        double cost,
        String resume) {
    private static final Pattern CHECKPOINT = Pattern.compile("from checkpoint (\\d{1,9})\\b.*");

    Attempt {
        Objects.requireNonNull(region);
        Objects.requireNonNull(place);
        Objects.requireNonNull(startedAt);
        Objects.requireNonNull(endedAt);
        Objects.requireNonNull(fault);
        Objects.requireNonNull(resume);
    }

    static Attempt of(JsonNode json) {
        var region = json.path("region").asText("");
        return new Attempt(
                json.path("attempt").asInt(),
                region,
                json.path("provider").asText() + "/" + region + "/"
                        + json.path("zone").asText(""),
                json.path("spot").asBoolean(),
                json.path("price_per_hour").asDouble(),
                time(json, "started_at"),
                time(json, "ended_at"),
                json.path("fault").asText(""),
                json.path("cost").asDouble(),
                json.path("resume").asText(""));
    }

    /// The step of the checkpoint it went on from; empty when it began at the beginning.
    OptionalInt resumedAt() {
        return checkpoint(resume);
    }

    static OptionalInt checkpoint(String resume) {
        var found = CHECKPOINT.matcher(resume);
        return found.matches() ? OptionalInt.of(Integer.parseInt(found.group(1))) : OptionalInt.empty();
    }

    Duration ran() {
        return startedAt.isPresent() && endedAt.isPresent()
                ? Duration.between(startedAt.get(), endedAt.get())
                : Duration.ZERO;
    }

    private static Optional<Instant> time(JsonNode json, String name) {
        var text = json.path(name).asText("");
        return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
    }
}
