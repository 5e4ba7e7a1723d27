package dev.outlast.cli.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Follows one job: each look brings what is new, in order.
final class JobWatch {
    private final Jobs jobs;
    private final long job;
    private final List<JobEvent> history = new ArrayList<>();
    private String logCursor = "";
    private String eventCursor = "";
    private String halfLine = "";
    private boolean ended;

    JobWatch(Jobs jobs, long job) {
        this.jobs = Objects.requireNonNull(jobs);
        this.job = job;
    }

    long job() {
        return job;
    }

    /// All there was so far.
    List<JobEvent> history() {
        return List.copyOf(history);
    }

    /// Whether nothing will follow.
    boolean ended() {
        return ended;
    }

    List<JobEvent> newEvents() throws IOException, DemoException {
        var page = jobs.events(job, eventCursor);
        var events = new ArrayList<JobEvent>();
        page.path("events").forEach(event -> events.add(JobEvent.of(event)));
        eventCursor = page.path("next").asText("");
        ended = page.path("last").asBoolean();
        history.addAll(events);
        return events;
    }

    /// Whole lines only.
    List<String> newLines() throws IOException, DemoException {
        var piece = jobs.logs(job, logCursor);
        logCursor = piece.cursor();
        var text = halfLine + piece.text();
        var end = text.lastIndexOf('\n') + 1;
        halfLine = text.substring(end);
        return text.substring(0, end).lines().toList();
    }
}
