package dev.outlast.controller.store;

import dev.outlast.core.job.JobId;
import dev.outlast.core.spi.AccessStore;
import dev.outlast.core.spi.Store;
import dev.outlast.core.store.ApiRequestRow;
import dev.outlast.core.store.AttemptRow;
import dev.outlast.core.store.EventCursor;
import dev.outlast.core.store.EventRow;
import dev.outlast.core.store.JobPage;
import dev.outlast.core.store.JobRow;
import dev.outlast.core.store.RequestRow;
import dev.outlast.core.store.SecretRow;
import dev.outlast.core.store.SpecRow;
import dev.outlast.core.store.StoreException;
import dev.outlast.core.store.Written;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jdbi.v3.core.Handle;

/// What the stores in SQL databases have in common: every question, and the care an open store wants.
public abstract class SqlStore implements Store {
    /// Settled from the moment an installation was put back to an earlier time until a leader has looked at what
    /// carries
    /// its tag.
    public static final String RESTORED = "restored";

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

    SqlStore() {}

    /// Who may come in, kept beside the jobs and under the same fence.
    public AccessStore tokens() {
        return new TokenTable(lent());
    }

    /// Which controllers have it open.
    public ControllerTable controllers() {
        return new ControllerTable(lent(), seconds());
    }

    private TokenTable.Connections lent() {
        return new TokenTable.Connections() {
            @Override
            public <T> T read(String doing, Function<Handle, T> query) throws StoreException {
                return SqlStore.this.read(doing, query);
            }

            @Override
            public <T> T transaction(String doing, Function<Handle, T> work) throws StoreException {
                return SqlStore.this.transaction(doing, work);
            }
        };
    }

    /// The time by the clock of the database; empty where that is this machine's.
    public Optional<Instant> time() throws StoreException {
        return Optional.empty();
    }

    /// How this database says the time, in whole seconds since 1970.
    abstract String seconds();

    /// What is settled once for the installation: the first value that was ever given under this name.
    ///
    /// @param value what it is when nobody has settled it yet
    public String settle(String name, String value) throws StoreException {
        write(
                "settle " + name,
                h -> h.execute(
                        "INSERT INTO settled (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING", name, value));
        return settled(name).orElseThrow();
    }

    public Optional<String> settled(String name) throws StoreException {
        return read(
                "read what is settled of " + name,
                h -> h.createQuery("SELECT value FROM settled WHERE name = ?")
                        .bind(0, name)
                        .mapTo(String.class)
                        .findOne());
    }

    /// Takes back what was settled, if `epoch` leads.
    ///
    /// @throws StoreException FENCED when it does not
    public void unsettle(String name, long epoch) throws StoreException {
        var doing = "unsettle " + name;
        var leads = transaction(
                doing,
                h -> h.execute(TokenTable.FENCE, epoch) == 1
                        && h.execute("DELETE FROM settled WHERE name = ?", name) >= 0);
        if (!leads) {
            throw new StoreException(StoreException.Kind.FENCED, doing + ": epoch " + epoch + " does not lead");
        }
    }

    /// All of `work` in one transaction, or nothing of it; not the engine's.
    abstract <T> T transaction(String doing, Function<Handle, T> work) throws StoreException;

    @Override
    public List<JobRow> live(long after, int limit) throws StoreException {
        checkLimit(limit);
        return read("list live jobs", h -> SqlReads.live(h, after, limit));
    }

    @Override
    public Optional<JobRow> job(JobId id) throws StoreException {
        return read("read job " + id, h -> SqlReads.job(h, id));
    }

    @Override
    public List<JobRow> jobs(JobPage page) throws StoreException {
        return read("list jobs", h -> SqlReads.jobs(h, page));
    }

    @Override
    public List<JobRow> jobs(Collection<JobId> ids) throws StoreException {
        return ids.isEmpty() ? List.of() : read("read jobs", h -> SqlReads.jobs(h, ids));
    }

    @Override
    public Map<String, Long> counts() throws StoreException {
        return read("count jobs", SqlReads::counts);
    }

    @Override
    public List<AttemptRow> attempts(JobId id) throws StoreException {
        return read("list attempts of job " + id, h -> SqlReads.attempts(h, id));
    }

    @Override
    public List<AttemptRow> attempts(Collection<JobId> ids) throws StoreException {
        return ids.isEmpty() ? List.of() : read("list attempts", h -> SqlReads.attempts(h, ids));
    }

    @Override
    public List<AttemptRow> liveAttempts(long after, long upTo) throws StoreException {
        return read("list attempts of live jobs", h -> SqlReads.liveAttempts(h, after, upTo));
    }

    @Override
    public List<Written> written(Collection<JobId> ids) throws StoreException {
        return ids.isEmpty() ? List.of() : read("ask which batch wrote jobs", h -> SqlReads.written(h, ids));
    }

    @Override
    public List<Written> liveWritten(long after, int limit) throws StoreException {
        checkLimit(limit);
        return read("ask which batch wrote live jobs", h -> SqlReads.liveWritten(h, after, limit));
    }

    @Override
    public List<EventRow> events(JobId id, EventCursor after, int limit) throws StoreException {
        checkLimit(limit);
        return read("list events of job " + id, h -> SqlReads.events(h, id, after, limit));
    }

    @Override
    public List<EventRow> events(EventCursor after, int limit) throws StoreException {
        checkLimit(limit);
        return read("list events", h -> SqlReads.events(h, after, limit));
    }

    @Override
    public Optional<SpecRow> spec(String hash) throws StoreException {
        return read("read a spec", h -> SqlReads.spec(h, hash));
    }

    @Override
    public Optional<RequestRow> request(String key) throws StoreException {
        return read("read a request", h -> SqlReads.request(h, key));
    }

    @Override
    public Optional<ApiRequestRow> apiRequest(String id) throws StoreException {
        return read("read an api request", h -> SqlReads.apiRequest(h, id));
    }

    @Override
    public List<ApiRequestRow> apiRequests(String prefix, int limit) throws StoreException {
        checkLimit(limit, MAX_REQUESTS);
        return read("find api requests", h -> SqlReads.apiRequests(h, prefix, limit));
    }

    @Override
    public List<ApiRequestRow> apiRequests(int limit) throws StoreException {
        checkLimit(limit, MAX_REQUESTS);
        return read("list api requests", h -> SqlReads.apiRequests(h, limit));
    }

    @Override
    public int forgetApiRequests(Instant before, int limit) throws StoreException {
        checkLimit(limit);
        return write("forget api requests", handle -> handle.execute(FORGET_API_REQUESTS, Times.text(before), limit));
    }

    @Override
    public Optional<SecretRow> secret(JobId id) throws StoreException {
        return read("read secrets of job " + id, h -> SqlReads.secret(h, id));
    }

    @Override
    public EventCursor cursor(String reader) throws StoreException {
        return read("read cursor " + reader, h -> SqlReads.cursor(h, reader));
    }

    @Override
    public void moveCursor(String reader, EventCursor to) throws StoreException {
        write("move cursor " + reader, handle -> handle.execute(MOVE_CURSOR, reader, to.batch(), to.n()));
    }

    /// Does what has to be done every few seconds; one timer calls it.
    ///
    /// @return whether all of it was done
    public abstract boolean checkpoint() throws StoreException;

    /// How many statements it made since it was opened, for metrics.
    public abstract long statements();

    /// Size of a write-ahead log beside the database, for metrics; 0 where that is the server's business.
    public abstract long walBytes();

    /// Gives up the reserved room, so that something can be committed on a full disk.
    public abstract void releaseReserve();

    /// Takes the reserved room again.
    ///
    /// @return whether there was enough
    public abstract boolean restoreReserve();

    /// What it is and how it does, for people who ask for a check.
    public abstract String description();

    abstract <T> T read(String doing, Function<Handle, T> query) throws StoreException;

    abstract <T> T write(String doing, Function<Handle, T> statement) throws StoreException;

    /// Looks first: a leader that hangs in a transaction must not keep others from opening the store.
    static void createLeaderRow(Handle handle, RandomGenerator random) {
        if (!handle.createQuery("SELECT id FROM leader")
                .mapTo(Integer.class)
                .list()
                .isEmpty()) {
            return;
        }
        var alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
        var name = new StringBuilder();
        for (var i = 0; i < 8; i++) {
            name.append(alphabet.charAt(random.nextInt(i == 0 ? 26 : alphabet.length())));
        }
        handle.execute(CREATE_LEADER, name.toString());
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
