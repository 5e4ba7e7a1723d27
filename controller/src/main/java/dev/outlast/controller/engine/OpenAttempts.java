package dev.outlast.controller.engine;

import dev.outlast.core.job.JobId;
import dev.outlast.core.store.AttemptRow;
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

    void committed(AttemptRow row) {
        if (row.releasedAt().isPresent() || (row.endedAt().isPresent() && row.clusterAt().isEmpty())) {
            rows.remove(Key.of(row));
        } else {
            rows.put(Key.of(row), row);
        }
    }
}
