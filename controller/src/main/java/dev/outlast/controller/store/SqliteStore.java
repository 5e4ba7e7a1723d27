package dev.outlast.controller.store;

import dev.outlast.core.store.Batch;
import dev.outlast.core.store.LeaderRow;
import dev.outlast.core.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/// The truth in one SQLite file: write-ahead log, every commit synced, one writer, a few readers.
///
/// A caller's timer runs [#checkpoint]; nothing else ever moves the log into the database.
public final class SqliteStore extends SqlStore {
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

    @Override
    public LeaderRow leader() throws StoreException {
        // On the writer's connection, as every activation asks for it: no reader may be behind the last commit.
        writing.lock();
        try {
            failures.refuseWhenStopped();
            return batches.leader();
        } catch (SQLException e) {
            throw failures.translate("read the leader row", e);
        } finally {
            writing.unlock();
        }
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
                        doing + " of epoch " + batch.epoch() + ", but the row is " + SqlReads.leader(writer));
            }
        } catch (SQLException | JdbiException e) {
            batches.rollback(e);
            throw failures.translate(doing, e);
        } finally {
            writing.unlock();
        }
    }

    @Override
    public boolean checkpoint() throws StoreException {
        failures.refuseWhenStopped();
        try {
            return log.run();
        } catch (JdbiException e) {
            throw failures.translate("checkpoint", e);
        }
    }

    @Override
    <T> T transaction(String doing, Function<Handle, T> work) throws StoreException {
        return write(doing, handle -> inTransaction(handle, work));
    }

    @Override
    public long statements() {
        return statements.count();
    }

    @Override
    String seconds() {
        return "CAST(strftime('%s', 'now') AS INTEGER)";
    }

    @Override
    public long walBytes() {
        return log.bytes();
    }

    @Override
    public void releaseReserve() {
        try {
            reserve.release();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean restoreReserve() {
        return reserve.restore();
    }

    @Override
    public String description() {
        return "SQLite answers; its log has " + walBytes() + " bytes";
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

    @Override
    <T> T read(String doing, Function<Handle, T> query) throws StoreException {
        failures.refuseWhenStopped();
        try {
            return readers.read(query);
        } catch (JdbiException e) {
            throw failures.translate(doing, e);
        }
    }

    @Override
    <T> T write(String doing, Function<Handle, T> statement) throws StoreException {
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
}
