package dev.outlast.core.store;

import java.util.List;

/// One transaction of the engine: states, attempts, history and answers together, or none of it.
///
/// @param epoch the writer's; the commit does nothing unless it is the store's
/// @param number exactly the store's last batch + 1
/// @param lastJobId the highest job id ever given, with this batch
/// @param jobs each job once, as it is after the batch
public record Batch(
        long epoch,
        long number,
        long lastJobId,
        List<SpecRow> specs,
        List<JobRow> jobs,
        List<AttemptRow> attempts,
        List<EventRow> events,
        List<RequestRow> requests,
        List<SecretRow> secrets,
        List<ApiRequestRow> apiRequests) {
    public Batch {
        specs = List.copyOf(specs);
        jobs = List.copyOf(jobs);
        attempts = List.copyOf(attempts);
        events = List.copyOf(events);
        requests = List.copyOf(requests);
        secrets = List.copyOf(secrets);
        apiRequests = List.copyOf(apiRequests);
    }

    /// Without records of requests.
    public Batch(
            long epoch,
            long number,
            long lastJobId,
            List<SpecRow> specs,
            List<JobRow> jobs,
            List<AttemptRow> attempts,
            List<EventRow> events,
            List<RequestRow> requests,
            List<SecretRow> secrets) {
        this(epoch, number, lastJobId, specs, jobs, attempts, events, requests, secrets, List.of());
    }
}
