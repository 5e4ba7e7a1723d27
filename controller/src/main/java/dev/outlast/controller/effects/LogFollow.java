package dev.outlast.controller.effects;

import dev.outlast.core.cluster.ClusterHandle;
import dev.outlast.core.spi.LauncherException;
import dev.outlast.core.spi.LogAccess;
import dev.outlast.logs.StaleEpochException;
import dev.outlast.logs.pump.PullPolicy;
import dev.outlast.logs.pump.RankPuller;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Pulls the logs of one attempt until it is finished. The pulls of the loop and the last one never overlap.
final class LogFollow {
    private static final Logger LOG = LoggerFactory.getLogger(LogFollow.class);
    private static final int CHUNK = 1 << 20;
    private static final Duration LAST_PULL = Duration.ofSeconds(30);
    private static final Duration UNTIL_RELEASED = Duration.ofHours(1);

    private final String name;
    private final LogAccess access;
    private final ClusterHandle handle;
    private final int nodes;
    private final Ranks ranks;
    private final LongSupplier nanos;
    private List<RankPuller> pullers = List.of();
    private boolean finished;
    private volatile boolean ending;

    /// Opens the pullers on first use, so that an attempt that prints nothing costs nothing until its end.
    @FunctionalInterface
    interface Ranks {
        /// @param last whether there is no other time
        List<RankPuller> open(boolean last) throws IOException;
    }

    LogFollow(String name, LogAccess access, ClusterHandle handle, int nodes, Ranks ranks, LongSupplier nanos) {
        this.name = name;
        this.access = access;
        this.handle = handle;
        this.nodes = nodes;
        this.ranks = ranks;
        this.nanos = nanos;
    }

    /// Its release is owed, and begins with the last pull: until then only who watches is in a hurry.
    void ending() {
        ending = true;
    }

    /// Bytes that came; below 0 when the attempt is finished.
    synchronized long pull() {
        if (finished) {
            return -1;
        }
        long kept = 0;
        for (var puller : opened(false)) {
            try {
                RankPuller.Pulled pulled;
                do {
                    pulled = puller.pullOnce(access, handle, CHUNK);
                    kept += pulled.kept();
                } while (pulled.read() == CHUNK);
            } catch (StaleEpochException newerLeader) {
                LOG.info("a newer leader pulls the log of {}", name);
                finished = true;
                return -1;
            } catch (LauncherException | IOException holdBack) {
                LOG.debug("pull of {} holds back: {}", name, holdBack.getMessage());
            }
        }
        return kept;
    }

    /// The last pull, before the cluster goes: everything that can still be read.
    synchronized void finish() {
        if (finished) {
            return;
        }
        finished = true;
        for (var puller : opened(true)) {
            try {
                puller.finalPull(access, handle, CHUNK, LAST_PULL, nanos);
            } catch (LauncherException | IOException lost) {
                LOG.info("the end of the log of {} could not be read: {}", name, lost.getMessage());
            }
            try {
                puller.finish();
            } catch (IOException unsealed) {
                LOG.warn("the log of {} is not sealed yet: {}", name, unsealed.getMessage());
            }
        }
    }

    private List<RankPuller> opened(boolean last) {
        if (pullers.isEmpty() && printed()) {
            try {
                pullers = ranks.open(last);
            } catch (IOException unopened) {
                LOG.warn("cannot open the log of {}: {}", name, unopened.getMessage());
            }
        }
        return pullers;
    }

    /// Whether any rank has printed a byte; most short jobs never do, and then there is nothing to keep.
    private boolean printed() {
        for (int rank = 0; rank < nodes; rank++) {
            try {
                if (access.readLog(handle, rank, 0, 1).length > 0) {
                    return true;
                }
            } catch (LauncherException unreadable) {
                LOG.debug("rank {} of {} cannot be read now: {}", rank, name, unreadable.getMessage());
            }
        }
        return false;
    }

    /// How long to wait for the next pull.
    ///
    /// @param kept bytes that the last pull brought
    /// @param others how many attempts are followed, for all of them share the provider's pace
    Duration wait(PullPolicy policy, Duration idle, boolean watched, long kept, int others) {
        var wait = policy.next(idle, watched, kept > 0);
        if (watched) {
            return wait;
        }
        if (ending) {
            return UNTIL_RELEASED;
        }
        // What prints is asked ten times as often as what is quiet: its node may go at any time.
        var share = Duration.ofNanos(access.pace().toNanos() * others / (kept > 0 ? 10 : 1));
        return wait.compareTo(share) < 0 ? share : wait;
    }
}
