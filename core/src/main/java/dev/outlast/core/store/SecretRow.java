package dev.outlast.core.store;

import dev.outlast.core.job.JobId;
import java.util.Objects;

/// A job's secrets, sealed with a key that is not in the database.
///
/// @param sealed base64 of nonce and ciphertext; empty removes the row
public record SecretRow(JobId job, String sealed) {
    public SecretRow {
        Objects.requireNonNull(job);
        Objects.requireNonNull(sealed);
    }
}
