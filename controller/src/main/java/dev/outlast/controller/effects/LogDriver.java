package dev.outlast.controller.effects;

import dev.outlast.controller.engine.EffectOrder;
import dev.outlast.controller.engine.Listener;
import dev.outlast.controller.engine.LiveJob;
import dev.outlast.controller.lifecycle.Effect;
import dev.outlast.controller.lifecycle.Held;
import dev.outlast.controller.lifecycle.Phase;
import dev.outlast.core.cluster.ClusterHandle;
import dev.outlast.core.job.JobId;
import dev.outlast.core.spi.LauncherException;
import dev.outlast.core.spi.LogAccess;
import dev.outlast.core.store.EventRow;
import dev.outlast.logs.LogTree;
import dev.outlast.logs.RankKey;
import dev.outlast.logs.SpaceGuard;
import dev.outlast.logs.pump.PullPolicy;
import dev.outlast.logs.pump.RankPuller;
import dev.outlast.logs.pump.WatchHub;
import dev.outlast.logs.redaction.Redaction;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings the logs of live attempts here: one light thread per attempt that prints, and the last pull before
/// release.
public final class LogDriver implements Listener, Performer.LogPulling {
    private static final Logger LOG = LoggerFactory.getLogger(LogDriver.class);

    private static final int TAKEN_UP_AT_ONCE = 100;
    private static final Duration TAKEN_UP_EVERY = Duration.ofMillis(100);
    private static final Duration AT_MOST_ASLEEP = Duration.ofSeconds(30);

    private record Key(JobId job, int task, int attempt) {}

    private final Launchers launchers;
    private final LogTree tree;
    private final SpaceGuard space;
    private final WatchHub hub;
    private final LogsBeyond beyond;
    private final ActivationMaker.Secrets secrets;
    private final InstantSource clock;
    private final long epoch;
    private final Map<Key, LogFollow> follows = new ConcurrentHashMap<>();

    public LogDriver(
            Launchers launchers,
            LogTree tree,
            SpaceGuard space,
            WatchHub hub,
            LogsBeyond beyond,
            ActivationMaker.Secrets secrets,
            InstantSource clock,
            long epoch) {
        this.launchers = launchers;
        this.tree = tree;
        this.space = space;
        this.hub = hub;
        this.beyond = beyond;
        this.secrets = secrets;
        this.clock = clock;
        this.epoch = epoch;
    }

    @Override
    public void committed(List<Change> changes, List<EventRow> events) {
        var taken = new ArrayList<Started>();
        for (var change : changes) {
            var job = change.after();
            for (int i = 0; i < job.state().tasks().size(); i++) {
                var phase = job.state().task(i).phase();
                if (phase instanceof Phase.Releasing ending) {
                    Optional.ofNullable(follows.get(new Key(job.facts().id(), i, ending.attempt())))
                            .ifPresent(LogFollow::ending);
                }
                if (phase instanceof Phase.Preparing || phase instanceof Phase.Running) {
                    var task = i;
                    Observer.live(phase)
                            .flatMap(l -> followed(job, task, l.number(), l.handle()))
                            .ifPresent(f -> {
                                if (isTakenUp(change)
                                        && !hub.isWatched(job.facts().id())) {
                                    taken.add(f);
                                } else {
                                    start(f);
                                }
                            });
                }
            }
            hub.signal(job.facts().id());
        }
        if (!taken.isEmpty()) {
            Thread.ofVirtual().name("logs of jobs taken up").start(() -> startByAndBy(taken));
        }
    }

    /// Of a leader before this one: nothing changed. By identity, which costs nothing; a job that is the same twice
    /// over and yet another object only has its log pulled at once.
    @SuppressWarnings("ReferenceEquality")
    private static boolean isTakenUp(Change change) {
        return change.before().filter(before -> before == change.after()).isPresent();
    }

    private record Started(Key key, LogFollow follow) {}

    /// What is to be followed from now on; empty when it is already, or cannot be.
    private Optional<Started> followed(LiveJob job, int task, int attempt, ClusterHandle handle) {
        var key = new Key(job.facts().id(), task, attempt);
        if (!follows.containsKey(key) && access(handle) instanceof Access.Some some) {
            var follow = follow(job, key, handle, some.access());
            if (follows.putIfAbsent(key, follow) == null) {
                return Optional.of(new Started(key, follow));
            }
        }
        return Optional.empty();
    }

    private void start(Started started) {
        Thread.ofVirtual().name("logs " + started.key()).start(() -> loop(started.key(), started.follow()));
    }

    /// The nodes keep what they print, and a new leader has more urgent things to do than to ask thousands of them at
    /// once.
    private void startByAndBy(List<Started> taken) {
        try {
            for (int i = 0; i < taken.size(); i++) {
                start(taken.get(i));
                if (i % TAKEN_UP_AT_ONCE == TAKEN_UP_AT_ONCE - 1) {
                    Thread.sleep(TAKEN_UP_EVERY);
                }
            }
        } catch (InterruptedException stopped) {
            LOG.debug("log pulling of the jobs of leaders before stopped");
        }
    }

    private sealed interface Access {
        record Some(LogAccess access) implements Access {}

        record None() implements Access {}
    }

    private Access access(ClusterHandle handle) {
        try {
            return launchers.get(handle.provider()) instanceof LogAccess access
                    ? new Access.Some(access)
                    : new Access.None();
        } catch (LauncherException gone) {
            return new Access.None();
        }
    }

    private LogFollow follow(LiveJob job, Key key, ClusterHandle handle, LogAccess access) {
        var nodes = job.facts().tasks().get(key.task()).demand().nodes();
        return new LogFollow(
                key.toString(), access, handle, nodes, last -> pullers(job, key, nodes, last), System::nanoTime);
    }

    /// @param last whether there is no other time
    private List<RankPuller> pullers(LiveJob job, Key key, int nodes, boolean last) throws IOException {
        var redaction = redaction(job);
        try {
            beyond.bring(key.job());
        } catch (IOException away) {
            if (!last) {
                throw away;
            }
            // Better twice than not at all: what others have of it begins before what the node still has.
            LOG.warn("the log of {} is pulled without what others have of it: {}", key, away.getMessage());
        }
        var pullers = new ArrayList<RankPuller>();
        for (int rank = 0; rank < nodes; rank++) {
            var log = tree.open(new RankKey(key.job(), key.task(), key.attempt(), rank), epoch, space);
            pullers.add(new RankPuller(log, redaction, clock, beyond.keeping()));
        }
        return pullers;
    }

    private Redaction redaction(LiveJob job) throws IOException {
        try {
            return Redaction.of(secrets.of(job).values());
        } catch (Exception sealed) {
            throw new IOException("the job's secrets cannot be opened, so its log is not kept unredacted", sealed);
        }
    }

    private void loop(Key key, LogFollow follow) {
        var policy = PullPolicy.DEFAULT;
        var lastNews = System.nanoTime();
        var kept = 0L;
        try {
            while (isDue(key, policy, follow, lastNews, kept)) {
                kept = follow.pull();
                if (kept < 0) {
                    return;
                }
                if (kept > 0) {
                    lastNews = System.nanoTime();
                    hub.signal(key.job());
                }
            }
        } catch (InterruptedException stopped) {
            LOG.debug("log pulling of {} stopped", key);
        } catch (RuntimeException bug) {
            LOG.error("log pulling of {} failed; the last pull before release tries again", key, bug);
        }
    }

    /// Returns when the next pull is due, which is sooner when somebody begins to watch.
    ///
    /// @return false when the attempt is not followed any more
    private boolean isDue(Key key, PullPolicy policy, LogFollow follow, long lastNews, long kept)
            throws InterruptedException {
        var began = System.nanoTime();
        while (follows.get(key) == follow) {
            var idle = Duration.ofNanos(began - lastNews);
            var watched = hub.isWatched(key.job());
            var wait = follow.wait(policy, idle, watched, kept, follows.size());
            var left = wait.minusNanos(System.nanoTime() - began);
            if (!left.isPositive()) {
                return true;
            }
            // Somebody who begins to watch wakes it, and its end; that the others became fewer does not.
            hub.awaitInterest(key.job(), watched, left.compareTo(AT_MOST_ASLEEP) < 0 ? left : AT_MOST_ASLEEP);
        }
        return false;
    }

    @Override
    public void finish(EffectOrder order, Effect.Release release) {
        if (!(release.held() instanceof Held.ByHandle held)) {
            return;
        }
        var job = order.job();
        var key = new Key(job.facts().id(), release.task(), release.attempt());
        var follow = follows.remove(key);
        if (follow == null && access(held.handle()) instanceof Access.Some some) {
            // Not followed by this leader: it took over while the release was owed.
            follow = follow(job, key, held.handle(), some.access());
        }
        if (follow != null) {
            follow.finish();
            hub.signal(key.job());
            hub.wake(key.job());
        }
    }
}
