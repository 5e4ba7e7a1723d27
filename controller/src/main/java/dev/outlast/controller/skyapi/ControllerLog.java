package dev.outlast.controller.skyapi;

import dev.outlast.controller.api.Answer;
import dev.outlast.controller.api.EventPage;
import dev.outlast.core.job.JobId;
import dev.outlast.core.store.EventCursor;
import dev.outlast.core.store.EventRow;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/// What the controller did for a job: its history, as lines of text.
///
/// @param tail last lines, 0 for all
record ControllerLog(SkyParts parts, JobId job, boolean follow, int tail) implements Asked.Telling {
    private static final Duration QUIET = Duration.ofSeconds(15);
    private static final int PAGE = 1_000;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("MM-dd HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

    @Override
    public void tell(Voice voice) throws IOException, InterruptedException {
        var history = new ArrayList<EventRow>();
        var cursor = EventCursor.START;
        boolean told = false;
        while (true) {
            var wait = follow && told ? QUIET : Duration.ZERO;
            var answer = parts.controller().events(job, cursor, PAGE, wait);
            Tail.stopIfAsked();
            if (!(answer instanceof Answer.Done<EventPage>(EventPage page))) {
                return;
            }
            history.addAll(page.events());
            if (!page.events().isEmpty()) {
                cursor = page.events().getLast().cursor();
            }
            if (page.events().size() < PAGE) {
                var lines = history.stream().flatMap(e -> lines(e).stream()).toList();
                int from = told || tail == 0 ? 0 : Math.max(0, lines.size() - tail);
                voice.say(String.join("", lines.subList(from, lines.size())));
                history.clear();
                if (page.last() || !follow) {
                    return;
                }
                if (told && page.events().isEmpty()) {
                    voice.control(Control.HEARTBEAT);
                }
                told = true;
            }
        }
    }

    private List<String> lines(EventRow event) {
        var name =
                parts.queue().find(job.value()).map(l -> l.getFirst().jobName()).orElse("job");
        var text = new StringBuilder()
                .append(TIME.format(event.at()))
                .append(" job ")
                .append(job);
        text.append(" task ").append(event.task());
        if (event.attempt() > 0) {
            text.append(" attempt ").append(event.attempt());
        }
        text.append(": ").append(event.kind());
        if (!event.to().isEmpty()) {
            text.append(" (")
                    .append(event.from())
                    .append(" \u2192 ")
                    .append(event.to())
                    .append(')');
        }
        if (!event.detail().isEmpty()) {
            text.append(": ").append(event.detail());
        }
        text.append('\n');
        return event.kind().equals("launched")
                ? List.of(text.toString(), "Cluster launched: " + name + "-" + job + "\n")
                : List.of(text.toString());
    }
}
