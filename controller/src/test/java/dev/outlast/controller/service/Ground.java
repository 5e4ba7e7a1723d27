package dev.outlast.controller.service;

import dev.outlast.checkpointing.store.JobBuckets;
import dev.outlast.checkpointing.store.LocalBuckets;
import dev.outlast.controller.codec.FeatureGate;
import dev.outlast.controller.codec.JobMeta;
import dev.outlast.controller.codec.MetaCodec;
import dev.outlast.controller.codec.StateCodec;
import dev.outlast.controller.config.ControllerConfig;
import dev.outlast.controller.effects.Launchers;
import dev.outlast.controller.engine.Listener;
import dev.outlast.controller.lifecycle.JobFacts;
import dev.outlast.controller.lifecycle.JobState;
import dev.outlast.controller.lifecycle.Lifecycle;
import dev.outlast.controller.lifecycle.Outcome;
import dev.outlast.controller.lifecycle.Phase;
import dev.outlast.controller.lifecycle.Status;
import dev.outlast.controller.secret.SecretBox;
import dev.outlast.controller.spec.SpecBook;
import dev.outlast.controller.spec.SpecTexts;
import dev.outlast.core.job.JobId;
import dev.outlast.core.store.Batch;
import dev.outlast.core.store.EventRow;
import dev.outlast.core.store.JobRow;
import dev.outlast.core.store.SpecRow;
import dev.outlast.core.store.StoreException;
import dev.outlast.core.task.Overrides;
import dev.outlast.logs.LogTree;
import dev.outlast.logs.pump.WatchHub;
import dev.outlast.logs.quota.FreeSpace;
import dev.outlast.logs.quota.Quota;
import dev.outlast.logs.quota.QuotaLimits;
import dev.outlast.testkit.leader.ScriptedLeadership;
import dev.outlast.testkit.store.InMemoryStore;
import dev.outlast.testkit.store.SampleRows;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A store in memory, what reads jobs from it, and a leader elsewhere that writes into it.
final class Ground {
    private static final SpecRow SPEC =
            SpecTexts.stored(new SpecTexts.Source("run: echo hi\n", false, Overrides.NONE, Map.of()), Map.of());

    private final Path directory;
    private final InMemoryStore store = new InMemoryStore();
    private final JobBook book;

    Ground(Path directory) throws Exception {
        this.directory = directory;
        var key = directory.resolve("key");
        SecretBox.makeKey(key);
        this.book = new JobBook(store, new SpecBook(store, Map.of()), SecretBox.open(key, "inst"), new FeatureGate());
        store.takeLead("http://other:1 pid 1");
    }

    InMemoryStore store() {
        return store;
    }

    JobBook book() {
        return book;
    }

    /// One batch of the leader, an event for each row.
    void commit(JobRow... rows) throws StoreException {
        var leader = store.leader();
        var number = leader.lastBatch() + 1;
        var last = leader.lastJobId();
        var events = new ArrayList<EventRow>();
        for (var row : rows) {
            last = Math.max(last, row.id().value());
            events.add(SampleRows.event(number, events.size(), row.id().value()));
        }
        var batch = new Batch(
                leader.epoch(), number, last, List.of(SPEC), List.of(rows), List.of(), events, List.of(), List.of());
        store.commit(batch);
    }

    /// A job that nothing has happened to yet.
    JobRow queued(long id) throws StoreException {
        return row(id, Lifecycle.begin(facts(id)));
    }

    JobRow cancelled(long id) throws StoreException {
        var begun = Lifecycle.begin(facts(id));
        var end = new Phase.Ended(new Outcome.Cancelled("ann"), SampleRows.NOON);
        return row(
                id,
                new JobState(begun.tasks().stream().map(task -> task.in(end)).toList(), begun.cancelledBy()));
    }

    /// A job whose state no version can read.
    static JobRow broken(long id) {
        return row(id, "PENDING", true, "{\"v\":1,\"tasks\":\"?\"}");
    }

    private JobFacts facts(long id) throws StoreException {
        if (store.spec(SPEC.hash()).isEmpty()) {
            commit();
        }
        var tasks = book.specs().get(SPEC.hash()).facts();
        return new JobFacts(new JobId(id), "train", "ann", 0, SampleRows.NOON, tasks);
    }

    private static JobRow row(long id, JobState state) {
        return row(id, Status.of(state).name(), !state.hasEnded(), StateCodec.encode(state));
    }

    private static JobRow row(long id, String status, boolean live, String state) {
        return new JobRow(
                new JobId(id),
                "train",
                "ann",
                0,
                status,
                "",
                live,
                0,
                SampleRows.NOON,
                Optional.empty(),
                Optional.empty(),
                "",
                SPEC.hash(),
                MetaCodec.encode(new JobMeta(List.of("task-" + id), 0, 1, 0)),
                state);
    }

    private static final RestoredMark.InStore NEVER_RESTORED = new RestoredMark.InStore() {
        @Override
        public boolean stands() {
            return false;
        }

        @Override
        public void remove(long epoch) {}
    };

    /// This controller takes the lead; the engine is made, but does not run.
    Term term(String holder) throws Exception {
        var tree = new LogTree(directory.resolve("logs"));
        var logs = new LogShelf(tree, new Quota(tree, QuotaLimits.DEFAULT, FreeSpace.of(directory)), new WatchHub());
        var lease =
                new ScriptedLeadership(() -> SampleRows.NOON).tryElect("this").orElseThrow();
        return new Term(
                new Term.Parts(
                        ControllerConfig.read(directory),
                        store,
                        new Launchers(Map.of(), 1),
                        new LocalBuckets(directory.resolve("buckets")),
                        new JobBuckets(directory.resolve("buckets")),
                        directory.resolve("blobs"),
                        Optional.empty(),
                        new RestoredMark(NEVER_RESTORED, directory.resolve("restored")),
                        book,
                        logs,
                        lease,
                        InstantSource.system(),
                        Listener.all(List.of()),
                        () -> {},
                        (what, why) -> {
                            throw new IllegalStateException(what, why);
                        },
                        why -> {
                            throw new IllegalStateException(why);
                        }),
                holder);
    }
}
