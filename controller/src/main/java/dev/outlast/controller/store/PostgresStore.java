package dev.outlast.controller.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.failsafe.RetryPolicyBuilder;
import dev.failsafe.function.CheckedSupplier;
import dev.outlast.core.store.Batch;
import dev.outlast.core.store.LeaderRow;
import dev.outlast.core.store.StoreException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/// The truth in a PostgreSQL database: many controllers may have it open, one of them writes batches.
///
/// When the database goes away, everything is UNKNOWN until it is back; nothing has to be opened again.
public final class PostgresStore extends SqlStore {
    private static final String LEADER_OF_PRIMARY = SqlReads.LEADER + " AND NOT pg_is_in_recovery()";

    private final ReentrantLock writing = new ReentrantLock();
    private final Statements statements = new Statements();
    private final PostgresFailures failures;
    private final PostgresWriter writer;
    private final HikariDataSource pool;
    private final Jdbi jdbi;
    /// A statement that was undone because of another's, or a read whose connection broke, is done once more.
    private final RetryPolicy<Object> writes;

    private final RetryPolicy<Object> reads;

    /// Brings the database to the newest form when it is not.
    ///
    /// @param random for the name of a new installation
    /// @throws StoreException it cannot be used; the message says why
    public static PostgresStore open(PostgresSettings settings, RandomGenerator random) throws StoreException {
        var connections = new PostgresConnections(settings);
        try {
            PostgresOpening.prepare(connections, random);
        } catch (SQLException | RuntimeException e) {
            throw new StoreException(
                    StoreException.Kind.UNKNOWN,
                    connections.name() + " cannot be used: " + PostgresFailures.advice(e),
                    e);
        }
        return new PostgresStore(connections);
    }

    private PostgresStore(PostgresConnections connections) {
        var settings = connections.settings();
        failures = new PostgresFailures(connections.name());
        writer = new PostgresWriter(connections, statements);
        var config = new HikariConfig();
        config.setPoolName("outlast");
        config.setDataSource(new PostgresSource(connections));
        config.setMaximumPoolSize(settings.readers());
        config.setMinimumIdle(1);
        config.setConnectionTimeout(settings.patience().toMillis());
        config.setValidationTimeout(Math.min(2_000, settings.patience().toMillis()));
        config.setIdleTimeout(Duration.ofMinutes(2).toMillis());
        config.setMaxLifetime(Duration.ofMinutes(10).toMillis());
        config.setInitializationFailTimeout(-1);
        pool = new HikariDataSource(config);
        jdbi = Jdbi.create(pool);
        jdbi.setSqlLogger(statements);
        writes = retrying(2).handleIf(PostgresFailures::again).build();
        reads = retrying(2)
                .handleIf(e -> PostgresFailures.again(e) || PostgresFailures.broke(e))
                .build();
    }

    private static RetryPolicyBuilder<Object> retrying(int times) {
        return RetryPolicy.builder().withMaxRetries(times).withDelay(Duration.ofMillis(20));
    }

    /// Through the pool, unless a commit is in doubt: then by the writer, which first sees to it that the commit cannot
    /// come after the answer.
    @Override
    public LeaderRow leader() throws StoreException {
        if (!writer.isInDoubt()) {
            return read(
                            "read the leader row",
                            h -> h.createQuery(LEADER_OF_PRIMARY)
                                    .map((row, _) -> Rows.leader(row))
                                    .findOne())
                    .orElseThrow(() -> new StoreException(
                            StoreException.Kind.UNKNOWN, "this server is a copy that can only be read"));
        }
        return byWriter("read the leader row", writer::leader);
    }

    @Override
    public LeaderRow takeLead(String holder) throws StoreException {
        var taken = byWriter("take the lead", () -> writer.takeLead(holder));
        if (taken.isEmpty()) {
            var now = leader();
            throw new StoreException(StoreException.Kind.FENCED, now.holder() + " was faster: epoch " + now.epoch());
        }
        return taken.get();
    }

    @Override
    public void commit(Batch batch) throws StoreException {
        BatchRules.check(batch);
        var doing = "commit batch " + batch.number();
        boolean written = byWriter(doing, () -> writer.commit(batch));
        if (!written) {
            throw new StoreException(
                    StoreException.Kind.FENCED, doing + " of epoch " + batch.epoch() + ", but the row is " + leader());
        }
    }

    private <T> T byWriter(String doing, CheckedSupplier<T> work) throws StoreException {
        writing.lock();
        try {
            return Failsafe.with(writes).get(work);
        } catch (FailsafeException e) {
            throw failures.translate(doing, e);
        } finally {
            writing.unlock();
        }
    }

    @Override
    <T> T read(String doing, Function<Handle, T> query) throws StoreException {
        try {
            return Failsafe.with(reads).get(() -> jdbi.withHandle(query::apply));
        } catch (JdbiException | FailsafeException e) {
            throw failures.translate(doing, e);
        }
    }

    @Override
    <T> T write(String doing, Function<Handle, T> statement) throws StoreException {
        try {
            return Failsafe.with(writes).get(() -> jdbi.withHandle(statement::apply));
        } catch (JdbiException | FailsafeException e) {
            throw failures.translate(doing, e);
        }
    }

    @Override
    <T> T transaction(String doing, Function<Handle, T> work) throws StoreException {
        return write(doing, handle -> handle.inTransaction(work::apply));
    }

    @Override
    public Optional<Instant> time() throws StoreException {
        return read(
                "ask for the time",
                handle -> Optional.of(
                        handle.createQuery("SELECT CAST(floor(extract(epoch FROM clock_timestamp()) * 1000) AS BIGINT)")
                                .mapTo(Long.class)
                                .map(Instant::ofEpochMilli)
                                .one()));
    }

    @Override
    String seconds() {
        return "CAST(floor(extract(epoch FROM clock_timestamp())) AS BIGINT)";
    }

    /// The server looks after itself.
    @Override
    public boolean checkpoint() {
        return true;
    }

    @Override
    public long statements() {
        return statements.count();
    }

    @Override
    public long walBytes() {
        return 0;
    }

    /// The disk is the server's.
    @Override
    public void releaseReserve() {}

    @Override
    public boolean restoreReserve() {
        return true;
    }

    @Override
    public String description() {
        return "PostgreSQL answers";
    }

    @Override
    public void close() {
        pool.close();
        writing.lock();
        try {
            writer.close();
        } finally {
            writing.unlock();
        }
    }
}
