package dev.outlast.controller.skyapi;

import dev.outlast.controller.api.Answer;
import dev.outlast.controller.api.EventPage;
import dev.outlast.controller.api.JobView;
import dev.outlast.controller.api.LogChunk;
import dev.outlast.controller.api.LogQuery;
import dev.outlast.core.job.JobId;
import dev.outlast.core.store.EventCursor;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/// Tells a client what a job printed, from the first byte and as often as it asks: what was told once is told in the
/// same words again.
///
/// @param task 0-based; empty for all
/// @param tail last lines, 0 for all
record Tail(SkyParts parts, JobId job, OptionalInt task, boolean follow, int tail) implements Asked.Telling {
    private static final Duration QUIET = Duration.ofSeconds(15);
    private static final Duration FIRST_LOOK = Duration.ofSeconds(1);
    private static final int BYTES = 256 << 10;

    @Override
    public void tell(Voice voice) throws IOException, InterruptedException {
        var begun = follow ? awaitBegin(voice) : view().isPresent();
        if (begun) {
            printed(voice);
        }
        if (follow) {
            end(voice);
        }
        voice.endLine();
        voice.flush();
    }

    /// Shows a spinner until the job has a cluster, or has ended.
    ///
    /// @return whether it ever had one
    private boolean awaitBegin(Voice voice) throws IOException, InterruptedException {
        var seen = new Seen();
        var shown = "";
        while (true) {
            seen.take(parts, job);
            var view = view();
            if (view.isEmpty()) {
                return false;
            }
            boolean begun = hasCluster(view.get());
            if (begun || view.get().summary().endedAt().isPresent()) {
                if (!shown.isEmpty()) {
                    voice.control(Control.SPINNER_EXIT);
                }
                if (begun) {
                    voice.say("Job started. Streaming logs...\n");
                }
                return begun;
            }
            var waiting = "[bold cyan]Waiting for task to start[/] (status: "
                    + view.get().summary().status() + "). It may take a few minutes.\n  [dim]View controller logs:"
                    + " sky jobs logs --controller " + job + "[/]";
            if (!shown.equals(waiting)) {
                voice.control(shown.isEmpty() ? Control.spinner(waiting) : Control.spinnerUpdate(waiting));
                shown = waiting;
            }
            boolean news = seen.await(parts, job);
            stopIfAsked();
            if (!news) {
                voice.control(Control.HEARTBEAT);
            }
        }
    }

    /// How far the history was looked at, so that a wait begins where the last look ended.
    private static final class Seen {
        private EventCursor cursor = EventCursor.START;

        void take(SkyParts parts, JobId job) {
            look(parts, job, Duration.ZERO);
        }

        boolean await(SkyParts parts, JobId job) {
            return look(parts, job, QUIET);
        }

        private boolean look(SkyParts parts, JobId job, Duration wait) {
            boolean any = false;
            while (parts.controller().events(job, cursor, 1_000, any ? Duration.ZERO : wait)
                            instanceof Answer.Done<EventPage>(EventPage page)
                    && !page.events().isEmpty()) {
                cursor = page.events().getLast().cursor();
                any = true;
            }
            return any;
        }
    }

    private boolean hasCluster(JobView view) {
        return view.tasks().stream()
                .filter(t -> task.isEmpty() || t.index() == task.getAsInt())
                .flatMap(t -> t.attempts().stream())
                .anyMatch(a -> a.clusterAt().isPresent());
    }

    private void printed(Voice voice) throws IOException, InterruptedException {
        LogQuery.From from = tail > 0 ? new LogQuery.From.Tail(tail) : new LogQuery.From.Start();
        var query = new LogQuery(job, task, OptionalInt.empty(), from, BYTES);
        // What a job printed this moment is pulled when somebody looks.
        var wait = follow ? QUIET : FIRST_LOOK;
        while (true) {
            if (!(parts.controller().logs(query, wait) instanceof Answer.Done<LogChunk>(LogChunk chunk))) {
                stopIfAsked();
                return;
            }
            stopIfAsked();
            voice.job(chunk.text());
            if (chunk.last() || (follow && taskIsOver() && chunk.text().length == 0)) {
                return;
            }
            if (!follow && !chunk.more()) {
                return;
            }
            if (chunk.text().length == 0) {
                voice.control(Control.HEARTBEAT);
            }
            voice.flush();
            query = query.at(chunk.cursor());
            wait = follow ? QUIET : Duration.ZERO;
        }
    }

    /// The log of one task is over before that of the job.
    private boolean taskIsOver() {
        return task.isPresent()
                && view().filter(v -> v.tasks().stream()
                                .anyMatch(t -> t.index() == task.getAsInt()
                                        && t.endedAt().isPresent()))
                        .isPresent();
    }

    static void stopIfAsked() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("cancelled");
        }
    }

    private void end(Voice voice) throws IOException {
        var view = view();
        if (view.isEmpty()) {
            return;
        }
        var status = ExitCode.status(view.get(), task);
        if (!hasCluster(view.get())) {
            voice.say("\u001b[33mJob " + job + " is already in terminal state " + status
                    + ". For more details, run: sky jobs logs --controller " + job + "\u001b[0m\n");
            var reason = view.get().summary().statusReason();
            if (!reason.isEmpty()) {
                voice.say("Failure reason: " + reason + "\n");
            }
        }
        voice.say("\u001b[32m\u2713 Managed job finished: " + job + " (status: " + status + ").\u001b[0m\n");
    }

    private Optional<JobView> view() {
        return parts.controller().job(job, Duration.ZERO) instanceof Answer.Done<JobView>(JobView view)
                ? Optional.of(view)
                : Optional.empty();
    }
}
