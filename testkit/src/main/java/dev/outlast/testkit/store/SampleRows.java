package dev.outlast.testkit.store;

import dev.outlast.core.cluster.Offer;
import dev.outlast.core.cluster.Place;
import dev.outlast.core.job.Fault;
import dev.outlast.core.job.JobId;
import dev.outlast.core.store.ApiRequestRow;
import dev.outlast.core.store.AttemptRow;
import dev.outlast.core.store.Batch;
import dev.outlast.core.store.EventRow;
import dev.outlast.core.store.JobRow;
import dev.outlast.core.store.LeaderRow;
import dev.outlast.core.store.RequestRow;
import dev.outlast.core.store.SecretRow;
import dev.outlast.core.store.SpecRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Rows for tests: every field set, none of them special.
public final class SampleRows {
    public static final Instant NOON = Instant.parse("2026-11-21T12:00:00.123456789Z");
    public static final SpecRow SPEC = new SpecRow("sha256-1", "run: echo hi\n", "{}");

    private SampleRows() {}

    public static JobRow job(long id, String status) {
        return job(id, "train", "ann", status, true);
    }

    public static JobRow job(long id, String name, String user, String status, boolean live) {
        return new JobRow(
                new JobId(id),
                name,
                user,
                0,
                status,
                "because",
                live,
                2,
                NOON,
                Optional.of(NOON.plusSeconds(9)),
                Optional.empty(),
                "",
                SPEC.hash(),
                "{\"taskIds\":[\"t-" + id + "\"]}",
                "{\"v\":1,\"tasks\":[]}");
    }

    public static AttemptRow attempt(long job, int attempt) {
        return new AttemptRow(
                new JobId(job),
                0,
                attempt,
                new Offer(new Place("fake", "east", "east-1"), "small", true, 0.1),
                2,
                NOON,
                Optional.of(NOON.plusSeconds(1)),
                Optional.empty(),
                Optional.of(NOON.plusSeconds(3)),
                Optional.empty(),
                Optional.of(Fault.PREEMPTED),
                "the spot node was taken back",
                "from the beginning");
    }

    public static EventRow event(long batch, int n, long job) {
        return new EventRow(
                batch, n, new JobId(job), 0, 1, NOON, "admitted", "queued", "placing", "STARTING", "seat 3 of 8");
    }

    public static RequestRow request(String key) {
        return new RequestRow(key, "body-1", "{\"id\":1}", NOON);
    }

    public static ApiRequestRow apiRequest(String id, Instant createdAt) {
        return new ApiRequestRow(
                id,
                "sky.jobs.launch",
                "fcd1e5cf",
                "ann",
                ApiRequestRow.Ending.SUCCEEDED,
                createdAt,
                createdAt.plusMillis(3),
                "{\"job_id\":[1]}",
                "null",
                "Launching managed job 'train'...\n");
    }

    /// The next batch of a store, filled by `with…`.
    public static BatchBuilder after(LeaderRow leader) {
        return new BatchBuilder(leader.epoch(), leader.lastBatch() + 1, leader.lastJobId());
    }

    /// A batch in the making. It always carries [#SPEC], which all sample jobs name.
    public static final class BatchBuilder {
        private final long epoch;
        private final long number;
        private long lastJobId;
        private final List<JobRow> jobs = new ArrayList<>();
        private final List<AttemptRow> attempts = new ArrayList<>();
        private final List<EventRow> events = new ArrayList<>();
        private final List<RequestRow> requests = new ArrayList<>();
        private final List<SecretRow> secrets = new ArrayList<>();
        private final List<ApiRequestRow> apiRequests = new ArrayList<>();

        private BatchBuilder(long epoch, long number, long lastJobId) {
            this.epoch = epoch;
            this.number = number;
            this.lastJobId = lastJobId;
        }

        public BatchBuilder with(JobRow... rows) {
            for (var row : rows) {
                jobs.add(row);
                lastJobId = Math.max(lastJobId, row.id().value());
            }
            return this;
        }

        public BatchBuilder with(AttemptRow... rows) {
            attempts.addAll(List.of(rows));
            return this;
        }

        /// One event of the job, numbered next.
        public BatchBuilder withEvent(long job) {
            events.add(event(number, events.size(), job));
            return this;
        }

        public BatchBuilder with(RequestRow... rows) {
            requests.addAll(List.of(rows));
            return this;
        }

        public BatchBuilder with(SecretRow... rows) {
            secrets.addAll(List.of(rows));
            return this;
        }

        public BatchBuilder with(ApiRequestRow... rows) {
            apiRequests.addAll(List.of(rows));
            return this;
        }

        public Batch build() {
            return new Batch(
                    epoch, number, lastJobId, List.of(SPEC), jobs, attempts, events, requests, secrets, apiRequests);
        }
    }
}
