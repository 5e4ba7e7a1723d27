package dev.outlast.controller.api;

import dev.outlast.core.job.JobId;
import dev.outlast.core.store.EventCursor;
import dev.outlast.core.store.JobPage;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Everything that can be asked of a controller from outside. What stands behind HTTP and, in tests, behind a fake.
///
/// Blocking and thread-safe: each call comes on a virtual thread of its own. A call that waits ends at once when
/// that
/// thread is interrupted. Expected failures are an [Answer]; what is thrown is a bug.
public interface ControllerFacade {

    /// Answers after the commit.
    Answer<Submitted> submit(SubmitRequest request);

    /// What a submit would do, without doing it.
    Answer<Plan> plan(SubmitRequest request);

    Answer<List<Cancelled>> cancel(CancelRequest request);

    /// A new job like an ended one, with its task ids and buckets; the old record never changes.
    ///
    /// @param secrets by name: those of the ended job are gone, so they are given again
    /// @param idempotencyKey empty for none
    Answer<Submitted> retry(JobId id, Map<String, String> secrets, String idempotencyKey, String user);

    /// Takes a parked job up again; a conflict when it is not parked.
    Answer<JobView> unpark(JobId id);

    /// The job as it is, or, if it has not ended, as soon as it has, at latest after `wait`.
    ///
    /// @param wait zero to answer at once
    Answer<JobView> job(JobId id, Duration wait);

    /// Whose job it is. Fast, for it is asked before each command of who is no admin.
    Answer<String> owner(JobId id);

    /// One page, newest first.
    Answer<List<JobSummary>> jobs(JobPage page);

    /// How many jobs there are by status.
    Answer<Map<String, Long>> counts();

    /// A job's history after the cursor, in order. If there is nothing yet and the job has not ended, waits for it.
    ///
    /// @param limit 1 to 1,000
    /// @param wait zero to answer at once
    Answer<EventPage> events(JobId id, EventCursor after, int limit, Duration wait);

    /// What the job printed. If there is nothing yet and the job may print more, waits for it.
    ///
    /// @param wait zero to answer at once
    Answer<LogChunk> logs(LogQuery query, Duration wait);

    /// One paragraph: what it waits for or why it ended, who said what and when, what happens next and when.
    Answer<String> why(JobId id);

    Answer<CostView> cost(JobId id);

    /// What works on this installation.
    Answer<List<Finding>> check();

    /// What the janitor saw last.
    ///
    /// @param now whether it looks first; that shortens no waiting time, for an orphan is one by two looks
    Answer<JanitorView> janitor(boolean now);

    /// Which controllers there are, and up to which feature level things are written.
    Answer<UpgradeView> upgrade();

    /// Lets everything be written that the leader's version knows; a conflict when one of the others does not know it.
    Answer<UpgradeView> completeUpgrade();

    /// Which accelerators there are, by provider.
    Answer<List<InventoryView>> accelerators();

    /// Which faults can be asked for, by provider.
    Answer<List<RehearsalView>> rehearsals();

    /// Performs a fault and says what was done.
    Answer<String> rehearse(String provider, String verb, Map<String, String> arguments);

    /// Keeps an archive and answers its sha256.
    ///
    /// @param in is not closed
    /// @throws IOException from `in`; nothing is kept then
    Answer<String> putBlob(InputStream in) throws IOException;

    boolean hasBlob(String sha256);

    /// Never waits, never fails.
    ControllerInfo info();

    /// In the text format of Prometheus.
    String metrics();
}
