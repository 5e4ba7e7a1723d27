package dev.outlast.controller.service;

import dev.outlast.controller.Version;
import dev.outlast.controller.codec.FeatureGate;
import dev.outlast.controller.codec.JobMeta;
import dev.outlast.controller.codec.MetaCodec;
import dev.outlast.controller.codec.StateCodec;
import dev.outlast.controller.codec.UndecodableState;
import dev.outlast.controller.codec.Unknown;
import dev.outlast.controller.engine.EngineParts;
import dev.outlast.controller.engine.JobTexts;
import dev.outlast.controller.engine.LiveJob;
import dev.outlast.controller.lifecycle.JobFacts;
import dev.outlast.controller.lifecycle.JobState;
import dev.outlast.controller.lifecycle.Lifecycle;
import dev.outlast.controller.lifecycle.TaskFacts;
import dev.outlast.controller.secret.SecretBox;
import dev.outlast.controller.secret.SecretException;
import dev.outlast.controller.spec.Compiled;
import dev.outlast.controller.spec.SpecBook;
import dev.outlast.core.cluster.Demand;
import dev.outlast.core.cluster.Place;
import dev.outlast.core.cluster.Quantity;
import dev.outlast.core.job.JobId;
import dev.outlast.core.spi.Store;
import dev.outlast.core.store.AttemptRow;
import dev.outlast.core.store.JobRow;
import dev.outlast.core.store.LeaderRow;
import dev.outlast.core.store.StoreException;
import dev.outlast.recovery.RecoveryPolicy;
import dev.outlast.recovery.RunLimits;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// From stored rows to jobs and back.
final class JobBook {
    private static final int PAGE = 5_000;
    /// As many jobs as can be asked for by their ids at a time.
    private static final int FEW = 1_000;

    private final Store store;
    private final SpecBook specs;
    private final SecretBox secrets;
    private final FeatureGate gate;
    private final StandbyBook standby = new StandbyBook();
    private final List<AttemptRow> open = new ArrayList<>();

    JobBook(Store store, SpecBook specs, SecretBox secrets, FeatureGate gate) {
        this.store = store;
        this.specs = specs;
        this.secrets = secrets;
        this.gate = gate;
    }

    SpecBook specs() {
        return specs;
    }

    JobTexts texts() {
        return new JobTexts() {
            @Override
            public String state(JobState decided, String carried) {
                var state = gate.checked(decided);
                return carried.isEmpty()
                        ? StateCodec.encode(state)
                        : StateCodec.encode(state, new Unknown(Optional.of(Texts.tree(carried))));
            }

            @Override
            public String meta(List<String> taskIds, int jobRank, int numJobs, long retryOf) {
                return MetaCodec.encode(new JobMeta(taskIds, jobRank, numJobs, retryOf));
            }
        };
    }

    String seal(long job, Map<String, String> values) {
        return values.isEmpty() ? "" : secrets.seal(new JobId(job), values);
    }

    Map<String, String> secrets(LiveJob job) throws Exception {
        if (specs.get(job.specHash()).spec().tasks().stream()
                .allMatch(t -> t.secrets().isEmpty())) {
            return Map.of();
        }
        var row = store.secret(job.facts().id());
        return row.isEmpty()
                ? Map.of()
                : secrets.open(job.facts().id(), row.get().sealed());
    }

    /// What a job runs; with its own secrets where its paths have some.
    Compiled compiled(LiveJob job) throws StoreException {
        return compiled(job.specHash(), job.facts().id());
    }

    /// The secrets of an ended job are gone; what is shown of it does not need them.
    private Compiled compiled(String hash, JobId id) throws StoreException {
        var shared = specs.get(hash);
        if (!shared.ofOneJob()) {
            return shared;
        }
        var row = store.secret(id);
        if (row.isEmpty()) {
            return shared;
        }
        try {
            return specs.get(hash, secrets.open(id, row.get().sealed()));
        } catch (SecretException locked) {
            throw new IllegalStateException("its secrets cannot be opened: " + locked.getMessage(), locked);
        }
    }

    /// What this controller reads while it stands by.
    StandbyBook standby() {
        return standby;
    }

    /// All live jobs, by ascending id. One that cannot be read is parked: it costs itself only. Nobody but who asks
    /// writes.
    ///
    /// @param leader by which this controller leads now
    List<LiveJob> load(LeaderRow leader, EngineParts.Alarm alarm) throws StoreException {
        var jobs = new ArrayList<LiveJob>();
        open.clear();
        var usable = standby.close(leader);
        long after = 0;
        while (true) {
            var page = store.liveWritten(after, PAGE);
            var last = page.isEmpty() ? after : page.getLast().job().value();
            var unread = new ArrayList<JobId>();
            var kept = new ArrayList<StandbyBook.Entry>();
            for (var written : page) {
                var entry = usable ? standby.find(written.job(), written.batch()) : Optional.<StandbyBook.Entry>empty();
                entry.ifPresentOrElse(kept::add, () -> unread.add(written.job()));
            }
            // One question for a page, not one for each job: a take-over waits for this.
            if (unread.size() <= FEW) {
                kept.forEach(entry -> jobs.add(entry.job()));
                kept.forEach(entry -> open.addAll(entry.open()));
                add(store.jobs(unread), store.attempts(unread), jobs, alarm);
            } else {
                add(store.live(after, PAGE), store.liveAttempts(after, last), jobs, alarm);
            }
            if (page.size() < PAGE) {
                standby.clear();
                jobs.sort(Comparator.comparingLong(job -> job.facts().id().value()));
                return jobs;
            }
            after = last;
        }
    }

    private void add(List<JobRow> rows, List<AttemptRow> attempts, List<LiveJob> jobs, EngineParts.Alarm alarm)
            throws StoreException {
        for (var row : rows) {
            jobs.add(parkedIfUnreadable(row, alarm));
        }
        for (var attempt : attempts) {
            if (attempt.releasedAt().isEmpty()) {
                open.add(attempt);
            }
        }
    }

    /// Attempts of the jobs last loaded that are not released yet.
    List<AttemptRow> openAttempts() {
        return List.copyOf(open);
    }

    private LiveJob parkedIfUnreadable(JobRow row, EngineParts.Alarm alarm) throws StoreException {
        try {
            return read(row);
        } catch (UndecodableState | IllegalStateException broken) {
            alarm.raised("parked job " + row.id() + ": its stored state cannot be read", broken);
            var facts = facts(row, List.of(unreadableTask(row.name())));
            return new LiveJob(
                    facts,
                    row.specHash(),
                    List.of(""),
                    0,
                    1,
                    0,
                    Lifecycle.begin(facts),
                    LiveJob.UNREADABLE + ": " + broken.getMessage(),
                    row.state());
        }
    }

    LiveJob read(JobRow row) throws StoreException, UndecodableState {
        var meta = MetaCodec.decode(row.meta());
        var decoded = StateCodec.decode(row.state());
        return new LiveJob(
                facts(row, compiled(row.specHash(), row.id()).facts()),
                row.specHash(),
                meta.taskIds(),
                meta.jobRank(),
                meta.numJobs(),
                meta.retryOf(),
                decoded.state(),
                parked(row),
                decoded.unknown().original().map(Object::toString).orElse(""));
    }

    /// A bug of another version may be mended in this one: its parked jobs are taken up again.
    private static String parked(JobRow row) {
        return row.parked().startsWith(Version.text() + ": ") ? row.parked() : "";
    }

    private static JobFacts facts(JobRow row, List<TaskFacts> tasks) {
        return new JobFacts(row.id(), row.name(), row.user(), row.priority(), row.submittedAt(), tasks);
    }

    private static TaskFacts unreadableTask(String name) {
        var any = new Demand.Choice(
                new Place("", "", ""), Quantity.ANY, Quantity.ANY, "", 0, "", Demand.Spot.NO, Double.POSITIVE_INFINITY);
        return new TaskFacts(
                name,
                true,
                false,
                new Demand(1, List.of(any), false),
                RecoveryPolicy.DEFAULT,
                RunLimits.NONE,
                List.of());
    }
}
