package dev.outlast.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// Whether one job of the kill test did what its kind must do, by its own ledger.
record JobOracle(Door door, Path ledgers, Crowd.Promised job, String replay) {
    private static final Pattern LINE = Pattern.compile("line (\\d+) (\\d+)");

    void check() {
        var view = door.job(job.id());
        assertThat(view.path("status").asText())
                .as("%s: %s", what(), view)
                .isEqualTo(job.kind().status());
        for (int task = 0; task < job.kind().tasks(); task++) {
            for (int rank = 0; rank < job.kind().ranks(); rank++) {
                rank(view.path("tasks").get(task), task, rank);
            }
        }
    }

    private String what() {
        return job.key() + " (job " + job.id() + ", " + job.kind() + "), " + replay;
    }

    private void rank(JsonNode view, int task, int rank) {
        var ledger = Ledger.read(Kind.ledger(ledgers, job.key(), task, rank));
        assertThat(ledger.all("overlap"))
                .as("two attempts at a time: %s", what())
                .isEmpty();
        assertThat(ledger.all("early")).as("a task before its turn: %s", what()).isEmpty();
        var starts = ledger.starts();
        var numbers = starts.stream().map(Ledger.Start::attempt).toList();
        assertThat(numbers)
                .as("attempts start once, in order: %s", what())
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(numbers)
                .as("a crash of the controller costs no attempt, only preemptions do: %s: %s", what(), view)
                .hasSizeLessThanOrEqualTo(1 + job.preemptions());
        assertThat(starts)
                .as("one task id for ever: %s", what())
                .allSatisfy(start -> assertThat(start.taskId())
                        .isEqualTo(view.path("task_id").asText()));
        if (job.kind() != Kind.IS_CANCELLED) {
            assertThat(starts).as(what()).isNotEmpty();
            assertThat(ledger.ended(numbers.getLast()))
                    .as("its last attempt went to its end: %s", what())
                    .isTrue();
        }
        for (var start : starts) {
            resume(ledger, start);
            log(ledger, start, task, rank);
        }
    }

    private void resume(Ledger ledger, Ledger.Start start) {
        var saved = ledger.lastBefore("commit", start.attempt()).orElse(0);
        // The attempt may have died between the checkpoint and its entry in the ledger.
        assertThat(start.resume())
                .as("attempt %s goes on from the newest checkpoint: %s", start.attempt(), what())
                .isBetween(saved, saved + 1);
    }

    private void log(Ledger ledger, Ledger.Start start, int task, int rank) {
        var lines = new ArrayList<Integer>();
        var matcher = LINE.matcher(door.logText(job.id(), task, start.attempt()));
        while (matcher.find()) {
            if (Integer.parseInt(matcher.group(1)) == rank) {
                lines.add(Integer.parseInt(matcher.group(2)));
            }
        }
        var last = ledger.ended(start.attempt()) ? job.kind().lastLine() : start.resume() + lines.size();
        assertThat(lines)
                .as("the log of attempt %s of task %s is whole: %s", start.attempt(), task, what())
                .isEqualTo(all(start.resume() + 1, last));
    }

    private static List<Integer> all(int first, int last) {
        return IntStream.rangeClosed(first, last).boxed().toList();
    }
}
