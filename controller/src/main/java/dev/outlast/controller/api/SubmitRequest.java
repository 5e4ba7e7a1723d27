package dev.outlast.controller.api;

import dev.outlast.core.store.Receipt;
import dev.outlast.core.task.Overrides;
import java.util.Map;
import java.util.Objects;

/// A job to be made, as it came in.
///
/// @param text YAML, or a shell command
/// @param command whether `text` is a shell command
/// @param overrides without a fallback name: who makes the job invents it
/// @param blobs by local path as written in the text: sha256 of its uploaded archive
/// @param numJobs how many equal jobs, from 1
/// @param idempotencyKey empty for none
/// @param bodyHash of all that was asked
/// @param user who asks, never empty
/// @param receipt committed with the jobs
public record SubmitRequest(
        String text,
        boolean command,
        Overrides overrides,
        Map<String, String> blobs,
        int numJobs,
        String idempotencyKey,
        String bodyHash,
        String user,
        Receipt receipt) {
    public static final int MAX_JOBS = 100_000;

    public SubmitRequest {
        Objects.requireNonNull(text);
        Objects.requireNonNull(overrides);
        blobs = Map.copyOf(blobs);
        Objects.requireNonNull(idempotencyKey);
        Objects.requireNonNull(bodyHash);
        Objects.requireNonNull(user);
        Objects.requireNonNull(receipt);
        if (numJobs < 1 || numJobs > MAX_JOBS) {
            throw new IllegalArgumentException("num_jobs must be 1 to " + MAX_JOBS + ": " + numJobs);
        }
    }

    /// Without a receipt.
    public SubmitRequest(
            String text,
            boolean command,
            Overrides overrides,
            Map<String, String> blobs,
            int numJobs,
            String idempotencyKey,
            String bodyHash,
            String user) {
        this(text, command, overrides, blobs, numJobs, idempotencyKey, bodyHash, user, Receipt.NONE);
    }

    /// The text and the overrides may hold secrets.
    @Override
    public String toString() {
        return "SubmitRequest[" + text.length() + " characters, num_jobs=" + numJobs + ", user=" + user + "]";
    }
}
