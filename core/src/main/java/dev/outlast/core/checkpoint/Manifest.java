package dev.outlast.core.checkpoint;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/// The proof that a checkpoint is complete: written last, create-only.
///
/// @param seq the job's own sequence number (a step, usually), at least 0; higher is newer
/// @param attempt the attempt that wrote it, from 1
/// @param epoch the leader's epoch in which that attempt was activated
/// @param taskId `SKYPILOT_TASK_ID`
public record Manifest(long seq, int attempt, long epoch, String taskId, Instant createdAt, List<Entry> files) {
    public Manifest {
        Objects.requireNonNull(taskId);
        Objects.requireNonNull(createdAt);
        files = List.copyOf(files);
        if (seq < 0 || attempt < 1 || epoch < 1) {
            throw new IllegalArgumentException(
                    "seq from 0, attempt and epoch from 1: " + seq + ", " + attempt + ", " + epoch);
        }
    }

    /// One file, by its name relative to the bucket's prefix.
    ///
    /// @param size bytes
    /// @param sha256 64 hexadecimal digits, lower case
    public record Entry(String name, long size, String sha256) {
        public Entry {
            Objects.requireNonNull(name);
            Objects.requireNonNull(sha256);
        }
    }
}
