package dev.outlast.controller.api;

import dev.outlast.controller.service.Submission;
import dev.outlast.core.job.JobId;
import dev.outlast.core.spi.LauncherException;
import dev.outlast.core.spi.LauncherFactory;
import dev.outlast.core.spi.Rehearsal;
import dev.outlast.core.store.EventCursor;
import dev.outlast.core.store.EventRow;
import dev.outlast.core.store.JobPage;
import dev.outlast.core.store.JobRow;
import dev.outlast.core.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the door asks of a controller. Blocking and thread-safe: handlers run on virtual threads.
///
/// A [StoreException] means that the store is away: reads answer 503 with `Retry-After`.
public interface ControllerFacade {

    /// Returns after the commit.
    Submission.Result submit(Submission submission) throws StoreException, InterruptedException;

    /// The offers and the order in which they would be tried; nothing is submitted.
    DryRun dryRun(Submission submission);

    /// Asks to cancel; returns the ids that had not ended, after the commit.
    ///
    /// @throws UnavailableException when it was certainly not done
    List<JobId> cancel(List<JobId> jobs, String by) throws UnavailableException, InterruptedException;

    /// Ids of jobs that have not ended: all, or those of a name, or of a user; empty texts match everything.
    List<JobId> unfinished(String name, String user);

    Optional<JobDetail> job(JobId id) throws StoreException;

    List<JobRow> jobs(JobPage page) throws StoreException;

    /// How many jobs there are by status.
    Map<String, Long> counts() throws StoreException;

    /// @param limit 1 to 10,000
    List<EventRow> events(JobId id, EventCursor after, int limit) throws StoreException;

    /// Waits until something about the job may have changed since `version` (0 at first): state, history or log.
    /// Returns the new version; the same one after the timeout.
    long awaitChange(JobId id, long version, Duration timeout) throws InterruptedException;

    /// A piece of the job's log.
    ///
    /// @param query which attempts, and where to begin
    Optional<LogPiece> logs(JobId id, LogQuery query) throws StoreException, IOException;

    /// One paragraph; empty when there is no such job.
    Optional<String> why(JobId id) throws StoreException;

    /// A new job with the old one's text, task ids and buckets. The old record never changes.
    ///
    /// @param key idempotency key, empty for none
    Submission.Result retry(JobId id, String key, String user) throws StoreException, InterruptedException;

    /// Takes a parked job up again; whether there was one.
    boolean unpark(JobId id) throws UnavailableException, InterruptedException;

    /// What works on this installation, by provider.
    Map<String, List<LauncherFactory.Finding>> check();

    /// Faults on command that a provider knows; empty when it knows none.
    List<Rehearsal.Verb> rehearsals(String provider);

    /// @throws IllegalArgumentException on an unknown provider or verb, or a wrong argument
    String rehearse(String provider, String verb, Map<String, String> arguments) throws LauncherException;

    /// Keeps an uploaded archive and returns its sha256.
    ///
    /// @throws IOException when it is too big, hostile (`ArchiveRefused`), or there is no space
    String putBlob(InputStream content) throws IOException;

    boolean hasBlob(String sha256);

    ControllerInfo info();

    /// Prometheus text.
    String metrics();

    /// Certainly not done: the lane is full, or this controller does not lead.
    final class UnavailableException extends Exception {
        private static final long serialVersionUID = 1L;
        private final boolean busy;

        public UnavailableException(boolean busy, String message) {
            super(message);
            this.busy = busy;
        }

        /// Whether trying again in a second may do: 429, else 503.
        public boolean isBusy() {
            return busy;
        }
    }
}
