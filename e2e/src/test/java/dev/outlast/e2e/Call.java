package dev.outlast.e2e;

import java.util.Map;
import java.util.Optional;

/// One call of a client of several controllers: what was asked, what was answered, and between which two moments of
/// the clients' one clock. Who waited for an answer in vain has its end at the end of time.
sealed interface Call {
    long NEVER = Long.MAX_VALUE;

    long begun();

    long ended();

    /// @param key also the job's name
    /// @param job what was answered; means nothing when no answer came
    record Submit(String key, long job, long begun, long ended) implements Call {
        boolean isAcknowledged() {
            return ended != NEVER;
        }
    }

    /// @param accepted whether the answer was that it is being cancelled; else it had ended
    record Cancel(long job, boolean accepted, long begun, long ended) implements Call {}

    /// @param controller which answered
    /// @param leading whether that one led at the end of the call, and nobody else had been elected by then
    /// @param shown empty when there was no such job
    record Read(String controller, boolean leading, long job, Optional<Shown> shown, long begun, long ended)
            implements Call {}

    /// All jobs, as the leader tells them.
    ///
    /// @param jobs the key of each
    record Listing(Map<Long, String> jobs, long begun, long ended) implements Call {}

    /// What a job looked like.
    ///
    /// @param attempts how many it had had by then
    record Shown(String key, String status, int attempts) {}
}
