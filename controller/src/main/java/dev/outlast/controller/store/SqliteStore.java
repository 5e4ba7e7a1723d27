package dev.outlast.controller.store;

import dev.outlast.core.job.JobId;
import dev.outlast.core.spi.AccessStore;
import dev.outlast.core.spi.Store;
import dev.outlast.core.store.ApiRequestRow;
import dev.outlast.core.store.AttemptRow;
import dev.outlast.core.store.Batch;
import dev.outlast.core.store.EventCursor;
import dev.outlast.core.store.EventRow;
import dev.outlast.core.store.JobPage;
import dev.outlast.core.store.JobRow;
import dev.outlast.core.store.LeaderRow;
import dev.outlast.core.store.RequestRow;
import dev.outlast.core.store.SecretRow;
import dev.outlast.core.store.SpecRow;
import dev.outlast.core.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/// The truth in one SQLite file: write-ahead log, every commit synced, one writer, a few readers.
///
/// A caller's timer runs [#checkpoint]; nothing else ever moves the log into the database.
public final class SqliteStore implements Store {
    private static final int MAX_PAGE = 10_000;
    private static final int MAX_REQUESTS = 1_000;
    static final String FORGET_API_REQUESTS = """
            DELETE FROM api_requests WHERE id IN (
                SELECT id FROM api_requests WHERE created_at < ? ORDER BY created_at, id LIMIT ?)""";
    private static final String CREATE_LEADER = """
            INSERT INTO leader (id, epoch, last_batch, installation, incarnation, feature_level, holder, last_job_id)
            VALUES (1, 0, 0, ?, 1, 1, '', 0) ON CONFLICT (id) DO NOTHING""";
    private static final String MOVE_CURSOR = """
            INSERT INTO cursors (reader, batch, n) VALUES (?, ?, ?)
            ON CONFLICT (reader) DO UPDATE SET batch = excluded.batch, n = excluded.n
            WHERE (excluded.batch, excluded.n) > (cursors.batch, cursors.n)""";

    private final ReentrantLock writing = new ReentrantLock();
    private final SqliteFailures failures;
    private final Handle writer;
    private final BatchWriter batches;
    private final Statements statements;
    private final ReadPool readers;
    private final Handle checkpointer;
    private final WalCheckpoint log;
    private final ReserveFile reserve;

    /// Opens the database, creating or migrating it.
    ///
    /// @param database only this process may open it: hold the [DataDirectory] first
    /// @param random for the name of a new installation
    /// @throws StoreException the file cannot be used; the message says why
    public static SqliteStore open(Path database, SqliteSettings settings, RandomGenerator random, FatalHandler fatal)
            throws StoreException {
        var connections = new SqliteConnections(database, settings);
        Handle writer = null;
        try {
            writer = connections.writer();
            Migrations.sqlite().run(writer);
            createLeaderRow(writer, random);
            return new SqliteStore(database, settings, random, fatal, connections, writer);
        } catch (SQLException | RuntimeException e) {
            if (writer != null) {
                writer.close();
            }
            throw new StoreException(StoreException.Kind.UNKNOWN, database + " cannot be used: " + e.getMessage(), e);
        }
    }

    private SqliteStore(
            Path database,
            SqliteSettings settings,
            RandomGenerator random,
            FatalHandler fatal,
            SqliteConnections connections,
            Handle writer)
            throws SQLException {
        this.writer = writer;
        failures = new SqliteFailures(database.toString(), fatal);
        batches = new BatchWriter(writer.getConnection(), connections.statements());
        statements = connections.statements();
        readers = new ReadPool(connections, settings.readers(), settings.busyTimeout());
        checkpointer = connections.checkpointer();
        log = new WalCheckpoint(checkpointer, database, settings.walCapBytes());
        reserve = new ReserveFile(database.resolveSibling("reserve"), settings.reserveBytes(), random);
        var _ = reserve.restore();
    }

    private static void createLeaderRow(Handle handle, RandomGenerator random) {
        var alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
        var name = new StringBuilder();
        for (var i = 0; i < 8; i++) {
            name.append(alphabet.charAt(random.nextInt(i == 0 ? 26 : alphabet.length())));
        }
        handle.execute(CREATE_LEADER, name.toString());
    }

    @Override
    public LeaderRow leader() throws StoreException {
        return write("read the leader row", SqliteReads::leader);
    }

    @Override
    public LeaderRow takeLead(String holder) throws StoreException {
        var seen = leader();
        var raised = write(
                "take the lead",
                handle -> handle.execute(
                        "UPDATE leader SET epoch = epoch + 1, holder = ? WHERE id = 1 AND epoch = ?",
                        holder,
                        seen.epoch()));
        var now = leader();
        if (raised == 0 || now.epoch() != seen.epoch() + 1) {
            throw new StoreException(StoreException.Kind.FENCED, now.holder() + " was faster: epoch " + now.epoch());
        }
        return now;
    }

    @Override
    public void commit(Batch batch) throws StoreException {
        BatchRules.check(batch);
        var doing = "commit batch " + batch.number();
        writing.lock();
        try {
            failures.refuseWhenStopped();
            if (!batches.write(batch)) {
                throw new StoreException(
                        StoreException.Kind.FENCED,
                        doing + " of epoch " + batch.epoch() + ", but the row is " + SqliteReads.leader(writer));
            }
        } catch (SQLException | JdbiException e) {
            batches.rollback(e);
            throw failures.translate(doing, e);
        } finally {
            writing.unlock();
        }
    }

    @Override
    public List<JobRow> live(long after, int limit) throws StoreException {
        checkLimit(limit);
        return read("list live jobs", h -> SqliteReads.live(h, after, limit));
    }

    @Override
    public Optional<JobRow> job(JobId id) throws StoreException {
        return read("read job " + id, h -> SqliteReads.job(h, id));
    }

    @Override
    public List<JobRow> jobs(JobPage page) throws StoreException {
        return read("list jobs", h -> SqliteReads.jobs(h, page));
    }

    @Override
    public Map<String, Long> counts() throws StoreException {
        return read("count jobs", SqliteReads::counts);
    }

    @Override
    public List<AttemptRow> attempts(JobId id) throws StoreException {
        return read("list attempts of job " + id, h -> SqliteReads.attempts(h, id));
    }

    @Override
    public List<EventRow> events(JobId id, EventCursor after, int limit) throws StoreException {
        checkLimit(limit);
        return read("list events of job " + id, h -> SqliteReads.events(h, id, after, limit));
    }

    @Override
    public List<EventRow> events(EventCursor after, int limit) throws StoreException {
        checkLimit(limit);
        return read("list events", h -> SqliteReads.events(h, after, limit));
    }

    @Override
    public Optional<SpecRow> spec(String hash) throws StoreException {
        return read("read a spec", h -> SqliteReads.spec(h, hash));
    }

    @Override
    public Optional<RequestRow> request(String key) throws StoreException {
        return read("read a request", h -> SqliteReads.request(h, key));
    }

    @Override
    public Optional<ApiRequestRow> apiRequest(String id) throws StoreException {
        return read("read an api request", h -> SqliteReads.apiRequest(h, id));
    }

    @Override
    public List<ApiRequestRow> apiRequests(String prefix, int limit) throws StoreException {
        checkLimit(limit, MAX_REQUESTS);
        return read("find api requests", h -> SqliteReads.apiRequests(h, prefix, limit));
    }

    @Override
    public List<ApiRequestRow> apiRequests(int limit) throws StoreException {
        checkLimit(limit, MAX_REQUESTS);
        return read("list api requests", h -> SqliteReads.apiRequests(h, limit));
    }

    @Override
    public int forgetApiRequests(Instant before, int limit) throws StoreException {
        checkLimit(limit);
        return write("forget api requests", handle -> handle.execute(FORGET_API_REQUESTS, Times.text(before), limit));
    }

    @Override
    public Optional<SecretRow> secret(JobId id) throws StoreException {
        return read("read secrets of job " + id, h -> SqliteReads.secret(h, id));
    }

    @Override
    public EventCursor cursor(String reader) throws StoreException {
        return read("read cursor " + reader, h -> SqliteReads.cursor(h, reader));
    }

    @Override
    public void moveCursor(String reader, EventCursor to) throws StoreException {
        write("move cursor " + reader, handle -> handle.execute(MOVE_CURSOR, reader, to.batch(), to.n()));
    }

    /// Moves the log into the database; call it every few seconds from one timer.
    ///
    /// @return whether everything was moved; false when a reader or the writer was in the way
    public boolean checkpoint() throws StoreException {
        failures.refuseWhenStopped();
        try {
            return log.run();
        } catch (JdbiException e) {
            throw failures.translate("checkpoint", e);
        }
    }

    /// The tokens, kept in the same file under the same fence.
    public AccessStore tokens() {
        return new TokenTable(new TokenTable.Connections() {
            @Override
            public <T> T read(String doing, Function<Handle, T> query) throws StoreException {
                return SqliteStore.this.read(doing, query);
            }

            @Override
            public <T> T transaction(String doing, Function<Handle, T> work) throws StoreException {
                return write(doing, handle -> inTransaction(handle, work));
            }
        });
    }

    /// How many statements it made since it was opened, for metrics.
    public long statements() {
        return statements.count();
    }

    /// Size of the write-ahead log, for metrics.
    public long walBytes() {
        return log.bytes();
    }

    /// Gives up the reserved room, so that something can be committed on a full disk.
    public void releaseReserve() {
        try {
            reserve.release();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Takes the reserved room again.
    ///
    /// @return whether there was enough
    public boolean restoreReserve() {
        return reserve.restore();
    }

    @Override
    public void close() {
        writing.lock();
        try {
            readers.close();
            checkpointer.close();
            writer.close();
        } finally {
            writing.unlock();
        }
    }

    private <T> T read(String doing, Function<Handle, T> query) throws StoreException {
        failures.refuseWhenStopped();
        try {
            return readers.read(query);
        } catch (JdbiException e) {
            throw failures.translate(doing, e);
        }
    }

    private <T> T write(String doing, Function<Handle, T> statement) throws StoreException {
        writing.lock();
        try {
            failures.refuseWhenStopped();
            return statement.apply(writer);
        } catch (JdbiException e) {
            throw failures.translate(doing, e);
        } finally {
            writing.unlock();
        }
    }

    private static <T> T inTransaction(Handle handle, Function<Handle, T> work) {
        handle.execute("BEGIN IMMEDIATE");
        try {
            var result = work.apply(handle);
            handle.execute("COMMIT");
            return result;
        } catch (JdbiException failed) {
            try {
                handle.execute("ROLLBACK");
            } catch (JdbiException rolledBackAlready) {
                failed.addSuppressed(rolledBackAlready);
            }
            throw failed;
        }
    }

    private static void checkLimit(int limit) {
        checkLimit(limit, MAX_PAGE);
    }

    private static void checkLimit(int limit, int most) {
        if (limit < 1 || limit > most) {
            throw new IllegalArgumentException("limit must be 1 to " + most + ": " + limit);
        }
    }
}
