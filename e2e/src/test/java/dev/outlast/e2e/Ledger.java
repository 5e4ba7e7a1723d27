package dev.outlast.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// What jobs themselves say they did, in files that the system under test knows nothing of.
///
/// A job holds an exclusive lock on a file beside its ledger for as long as any of its processes lives; a second
/// one
/// that finds it taken writes `overlap`.
record Ledger(List<Line> lines) {
    /// Shell: takes the lock and tells of the start. Wants the path of the ledger in `LEDGER`.
    static final String PRELUDE = """
            record() { printf '%s\\n' "$*" >>"$LEDGER"; }
            exec 9>>"$LEDGER.lock"
            flock -n 9 || { record overlap $OUTLAST_ATTEMPT 0; flock 9; }
            resume=${OUTLAST_RESUME_SEQ:-0}
            record start $OUTLAST_ATTEMPT $resume $SKYPILOT_TASK_ID
            """;

    /// @param number of the beat or checkpoint; of `start`, the checkpoint it goes on from
    record Line(String word, int attempt, int number, String more) {}

    /// One attempt as it saw itself.
    record Start(int attempt, int resume, String taskId) {}

    static Ledger read(Path file) {
        try {
            if (!Files.exists(file)) {
                return new Ledger(List.of());
            }
            var lines = new ArrayList<Line>();
            for (var text : Files.readAllLines(file)) {
                var words = text.split(" ", -1);
                lines.add(new Line(
                        words[0],
                        Integer.parseInt(words[1]),
                        words.length > 2 ? Integer.parseInt(words[2]) : 0,
                        words.length > 3 ? words[3] : ""));
            }
            return new Ledger(lines);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    List<Line> all(String word) {
        return lines.stream().filter(line -> line.word().equals(word)).toList();
    }

    List<Start> starts() {
        return all("start").stream()
                .map(line -> new Start(line.attempt(), line.number(), line.more()))
                .toList();
    }

    boolean ended(int attempt) {
        return all("end").stream().anyMatch(line -> line.attempt() == attempt);
    }

    /// The last number an attempt gave with a word, in the order of the file.
    OptionalInt lastBefore(String word, int attempt) {
        return all(word).stream()
                .filter(line -> line.attempt() < attempt)
                .mapToInt(Line::number)
                .max();
    }
}
