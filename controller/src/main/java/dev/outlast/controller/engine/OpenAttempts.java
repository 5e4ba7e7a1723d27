package dev.outlast.controller.engine;

import dev.outlast.core.job.JobId;
import dev.outlast.core.store.AttemptRow;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The rows of attempts that are not released yet, so that each later line adds to what is known.
final class OpenAttempts {
    private record Key(JobId job, int task, int attempt) {
        static Key of(AttemptRow row) {
            return new Key(row.job(), row.task(), row.attempt());
        }
    }

    private final Map<Key, AttemptRow> rows = new HashMap<>();

    /// What to write: the new line over what is known, from earlier in the same batch or from before.
    AttemptRow merged(AttemptRow line, Optional<AttemptRow> sameBatch) {
        var known = sameBatch.or(() -> Optional.ofNullable(rows.get(Key.of(line))));
        return known.map(line::over).orElse(line);
    }

    /// The row of a removal that was owed and is now done.
    Optional<AttemptRow> released(JobId job, int task, int attempt, Instant now) {
        return Optional.ofNullable(rows.get(new Key(job, task, attempt)))
                .map(row -> new AttemptRow(
                        job,
                        task,
                        attempt,
                        row.offer(),
                        row.nodes(),
                        row.launchedAt(),
                        row.clusterAt(),
                        row.runAt(),
                        row.endedAt(),
                        Optional.of(now),
                        row.fault(),
                        row.detail(),
                        row.resume()));
    }

    /// Kept until it is released, also when its cluster never showed: its release is one more line.
    void committed(AttemptRow row) {
        if (row.releasedAt().isPresent()) {
            rows.remove(Key.of(row));
        } else {
            rows.put(Key.of(row), row);
        }
    }
}
