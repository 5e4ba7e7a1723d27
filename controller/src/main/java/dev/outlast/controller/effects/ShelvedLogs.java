package dev.outlast.controller.effects;

import dev.outlast.core.job.JobId;
import dev.outlast.core.log.SegmentName;
import dev.outlast.logs.LogTree;
import dev.outlast.logs.RankKey;
import dev.outlast.logs.RankLog;
import dev.outlast.logs.SegmentShelf;
import dev.outlast.logs.SpaceGuard;
import dev.outlast.logs.pump.Keeping;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Logs of an installation whose controllers share no disk. A sealed segment is put where the others see it before its
/// node hears that it is kept; while that place is away, segments wait on this disk, and [#tend] puts them later.
public final class ShelvedLogs implements LogsBeyond {
    private static final Logger LOG = LoggerFactory.getLogger(ShelvedLogs.class);
    /// A place that was away is left alone for so long.
    private static final Duration AWAY = Duration.ofSeconds(10);
    /// Others may still put what their crash left on their disk.
    private static final Duration KNOWN = Duration.ofMinutes(1);
    private static final int MOST_KNOWN = 20_000;
    private static final int AT_A_TIME = 32;

    private final SegmentShelf shelf;
    private final LogTree tree;
    private final SpaceGuard space;
    private final LongSupplier nanos;
    private final Semaphore calls = new Semaphore(AT_A_TIME);
    private final Set<RankKey> waiting = ConcurrentHashMap.newKeySet();
    /// Ranks of which the quota deleted something here, and not yet there.
    private final Set<RankKey> discarded = ConcurrentHashMap.newKeySet();
    private final Map<JobId, Long> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<JobId, Long> eldest) {
            return size() > MOST_KNOWN;
        }
    };
    /// Jobs from this one on were submitted under this leader: nobody else has logs of them.
    private volatile long firstOwn = Long.MAX_VALUE;
    private volatile boolean away;
    private volatile long awayUntil;
    private boolean looked;

    public ShelvedLogs(SegmentShelf shelf, LogTree tree, SpaceGuard space, LongSupplier nanos) {
        this.shelf = shelf;
        this.tree = tree;
        this.space = space;
        this.nanos = nanos;
    }

    /// From now on this controller pulls.
    ///
    /// @param lastJob the newest that another leader can have seen
    public void leads(long lastJob) {
        firstOwn = lastJob + 1;
    }

    @Override
    public void bring(JobId job) throws IOException {
        if (job.value() >= firstOwn) {
            return;
        }
        synchronized (known) {
            var at = known.get(job);
            if (at != null && nanos.getAsLong() - at < KNOWN.toNanos()) {
                return;
            }
        }
        var now = nanos.getAsLong();
        var came = asked(() -> shelf.bring(job, space));
        if (came > 0) {
            LOG.info("{} segments of job {} were brought here", came, job);
        }
        synchronized (known) {
            known.put(job, now);
        }
    }

    @Override
    public Keeping keeping() {
        return this::kept;
    }

    private long kept(RankLog log) {
        try {
            return asked(() -> shelf.put(log.key()));
        } catch (IOException later) {
            waiting.add(log.key());
            return 0;
        }
    }

    private interface Call<T> {
        T make() throws IOException;
    }

    private <T> T asked(Call<T> call) throws IOException {
        if (away && nanos.getAsLong() - awayUntil < 0) {
            throw new IOException("the place of shared logs did not answer a moment ago");
        }
        calls.acquireUninterruptibly();
        try {
            var result = call.make();
            if (away) {
                away = false;
                LOG.info("the place of shared logs answers again");
            }
            return result;
        } catch (IOException failed) {
            if (!away) {
                LOG.warn("logs wait on this disk: {}", failed.getMessage());
            }
            awayUntil = nanos.getAsLong() + AWAY.toNanos();
            away = true;
            throw failed;
        } finally {
            calls.release();
        }
    }

    /// Whether a rank has sealed segments that others do not see yet.
    public boolean isWaiting(RankKey key) {
        return waiting.contains(key);
    }

    /// The quota deleted these here; they go there too.
    public void discarded(Collection<SegmentName> names) {
        names.forEach(name -> discarded.add(RankKey.of(name)));
    }

    /// Puts what waits, at first also what an earlier process left on this disk. One call at a time.
    ///
    /// @param below the first epoch whose files may still be written here
    public void tend(long below) throws IOException {
        if (!looked) {
            look(below);
            looked = true;
        }
        for (var key : List.copyOf(waiting)) {
            waiting.remove(key);
            try {
                asked(() -> shelf.put(key));
            } catch (IOException later) {
                waiting.add(key);
                return;
            }
        }
        for (var key : List.copyOf(discarded)) {
            asked(() -> {
                shelf.mirror(key);
                return key;
            });
            discarded.remove(key);
        }
    }

    private void look(long below) throws IOException {
        for (var job : tree.jobs()) {
            for (var key : tree.ranks(job)) {
                if (!shelf.isPut(key)) {
                    shelf.settle(key, below);
                    waiting.add(key);
                }
            }
        }
    }
}
