package dev.outlast.controller.backup;

import dev.outlast.controller.store.PutBack;
import dev.outlast.core.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What [Restore] does to a file, for a PostgreSQL database that its own means have put back: it goes on under a new
/// incarnation, past every number that was ever seen.
public final class PutBackDatabase {
    /// The highest incarnation that was ever given here. Where the database of the time before is gone, and all its
    /// clusters are, only this tells that a number was used.
    static final String INCARNATION = "incarnation";

    private PutBackDatabase() {}

    /// @param shared the directory that all controllers see, or the home of the only one
    /// @param seen the highest numbers on what carries the tag
    /// @return what was done, a line each
    /// @throws BackupException nothing has changed, but for logs that were moved aside
    public static List<String> perform(PutBack database, Path shared, Restore.Heights seen, Instant now)
            throws BackupException {
        return perform(database, shared, shared.resolve("job-logs"), seen, now);
    }

    /// @param jobLogs where they lie, if not in `shared`
    public static List<String> perform(PutBack database, Path shared, Path jobLogs, Restore.Heights seen, Instant now)
            throws BackupException {
        var before = shared.resolve("before-restored-" + now.toString().replace(":", ""));
        try {
            var facts = database.facts();
            var from = new Restore.Heights(facts.incarnation(), facts.epoch(), facts.lastJobId())
                    .and(seen)
                    .and(Leftovers.heights(jobLogs))
                    .and(new Restore.Heights(given(shared), 0, 0));
            var next = from.incarnation() + 1;
            database.raise(next, from.epoch(), from.jobId(), "put back; `outlast db restored` at " + now);
            var logs = Leftovers.unknownAttempts(jobLogs, database.attempts());
            remember(shared, next);
            if (!logs.isEmpty()) {
                SafeCopy.makeNew(before);
                Leftovers.moveAside(jobLogs, logs, before);
            }
            database.commit();
            var done = new ArrayList<>(List.of(
                    "installation " + facts.installation() + " goes on under incarnation " + next,
                    "the next job gets id " + (from.jobId() + 1)));
            if (!logs.isEmpty()) {
                done.add("logs of " + logs.size() + " attempts that the database does not know lie in " + before);
            }
            return List.copyOf(done);
        } catch (IOException | StoreException failed) {
            throw new BackupException(
                    "not done: " + failed.getMessage() + "; logs that were moved lie in " + before
                            + " if that exists. It can be repeated, and must be before a controller is started",
                    failed);
        }
    }

    private static int given(Path shared) throws IOException {
        var file = shared.resolve(INCARNATION);
        if (!Files.exists(file)) {
            return 0;
        }
        var text = Files.readString(file).strip();
        if (!text.matches("[0-9]{1,9}")) {
            throw new IOException(file + " is no number: '" + text + "'");
        }
        return Integer.parseInt(text);
    }

    /// Before the database says so: a number that is remembered and was not given harms nobody.
    private static void remember(Path shared, int incarnation) throws IOException {
        var half = shared.resolve(INCARNATION + ".new");
        Files.deleteIfExists(half);
        SafeCopy.write(half, incarnation + "\n");
        Files.move(half, shared.resolve(INCARNATION), StandardCopyOption.ATOMIC_MOVE);
        SafeCopy.syncDirectory(shared);
    }
}
