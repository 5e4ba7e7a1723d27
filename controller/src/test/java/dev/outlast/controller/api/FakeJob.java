package dev.outlast.controller.api;

import dev.outlast.core.cluster.Offer;
import dev.outlast.core.cluster.Place;
import dev.outlast.core.job.Fault;
import dev.outlast.core.job.JobId;
import dev.outlast.core.store.AttemptRow;
import dev.outlast.core.store.EventRow;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One job of a [FakeController]. Tests move it by hand.
public final class FakeJob {
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    final JobId id;
    final String name;
    final String user;
    final String yaml;
    final List<EventRow> events = new ArrayList<>();
    final List<AttemptRow> attempts = new ArrayList<>();
    final ByteArrayOutputStream log = new ByteArrayOutputStream();
    String status = "PENDING";
    String reason = "";
    String parked = "";
    String why = "It waits for its turn.";
    long retryOf;
    int recoveries;
    Optional<Instant> startedAt = Optional.empty();
    Optional<Instant> endedAt = Optional.empty();

    FakeJob(JobId id, String name, String user, String yaml) {
        this.id = id;
        this.name = name;
        this.user = user;
        this.yaml = yaml;
    }

    boolean hasEnded() {
        return endedAt.isPresent();
    }

    JobSummary summary() {
        return new JobSummary(
                id, name, user, 500, status, reason, recoveries, submittedAt(), startedAt, endedAt, parked);
    }

    Instant submittedAt() {
        return NOON.plusSeconds(id.value());
    }

    JobView view() {
        var task =
                new JobView.TaskView("task-" + id, 0, name, status, reason, recoveries, startedAt, endedAt, attempts);
        return new JobView(summary(), retryOf, yaml, List.of(task), NOON.plusSeconds(7_200));
    }

    void print(String text) {
        log.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /// A first attempt that goes on.
    void begin() {
        startedAt = Optional.of(NOON.plusSeconds(60));
        attempts.add(attempt(1, "east", Optional.empty(), Optional.empty(), ""));
    }

    /// A first attempt that was lost after half an hour, and a second one elsewhere.
    void recovered() {
        startedAt = Optional.of(NOON.plusSeconds(60));
        recoveries = 1;
        status = "RUNNING";
        attempts.add(attempt(1, "east", Optional.of(NOON.plusSeconds(1_800)), Optional.of(Fault.PREEMPTED), ""));
        attempts.add(attempt(2, "west", Optional.empty(), Optional.empty(), "seq 300"));
    }

    private AttemptRow attempt(int number, String region, Optional<Instant> end, Optional<Fault> fault, String resume) {
        var start = NOON.plusSeconds(number == 1 ? 0 : 1_800);
        return new AttemptRow(
                id,
                0,
                number,
                new Offer(new Place("local", region, region + "-a"), "cpu-2", true, 0.03),
                1,
                start,
                Optional.of(start.plusSeconds(1)),
                Optional.of(start.plusSeconds(2)),
                end,
                end,
                fault,
                fault.isEmpty() ? "" : "preempted as rehearsed",
                resume);
    }
}
