package dev.outlast.controller.effects;

import dev.outlast.controller.engine.LiveJob;
import dev.outlast.controller.lifecycle.Phase;
import dev.outlast.core.cluster.ClusterHandle;
import dev.outlast.core.cluster.OwnedResource;
import dev.outlast.core.job.JobId;
import dev.outlast.core.spi.Launcher;
import dev.outlast.core.spi.LauncherException;
import dev.outlast.core.store.LeaderRow;
import dev.outlast.recovery.Ownership;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// After a restore: what carries an earlier incarnation's tag is adopted where the restored state knows it, and
/// released where it does not, before anything is launched. Otherwise an attempt that the backup never heard of would
/// run beside the one that takes its place.
public final class Reconciliation {
    private static final Logger LOG = LoggerFactory.getLogger(Reconciliation.class);

    private final Launchers launchers;
    private final LeaderRow leader;
    private final LeaseCheck lease;
    private final Set<ClusterHandle> known;
    private final Set<JobId> untouchable;
    private final Set<String> settled = new HashSet<>();
    private int adopted;
    private final AtomicInteger released = new AtomicInteger();

    /// @param jobs all live ones, as the restored database has them
    public Reconciliation(Launchers launchers, LeaderRow leader, LeaseCheck lease, Collection<LiveJob> jobs) {
        this.launchers = launchers;
        this.leader = leader;
        this.lease = lease;
        this.known = adoptable(jobs);
        this.untouchable = jobs.stream()
                .filter(LiveJob::isParked)
                .map(job -> job.facts().id())
                .collect(Collectors.toUnmodifiableSet());
    }

    /// What runs, or is to be removed. What was made and not told yet what to run is not adopted: an activation would
    /// carry the new incarnation's token, and the cluster has the old one.
    private static Set<ClusterHandle> adoptable(Collection<LiveJob> jobs) {
        var handles = FirstLooks.handles(jobs);
        for (var job : jobs) {
            for (var task : job.state().tasks()) {
                if (task.phase() instanceof Phase.Activating activating) {
                    handles.remove(activating.live().handle());
                }
            }
        }
        return handles;
    }

    /// Between two rounds, because a launcher did not answer.
    @FunctionalInterface
    public interface Pause {
        void before(int round) throws InterruptedException;
    }

    /// Returns when every launcher was asked and nothing unknown is left.
    ///
    /// @throws AheadOfUs nothing may be done any more
    public void run(Pause pause) throws AheadOfUs, InterruptedException {
        for (int round = 1; !round(); round++) {
            pause.before(round);
        }
        LOG.info(
                "after the restore: {} clusters of the earlier incarnation are adopted, {} are released",
                adopted,
                released);
    }

    private boolean round() throws AheadOfUs, InterruptedException {
        for (var launcher : launchers.all()) {
            if (!settled.contains(launcher.provider())) {
                try {
                    settle(launcher);
                    settled.add(launcher.provider());
                } catch (LauncherException | RuntimeException later) {
                    LOG.warn(
                            "nothing is launched yet: {} cannot be asked, or does not release, what an earlier"
                                    + " incarnation made: {}",
                            launcher.provider(),
                            later.getMessage());
                }
            }
        }
        return settled.size() == launchers.names().size();
    }

    private void settle(Launcher launcher) throws LauncherException, AheadOfUs, InterruptedException {
        var unknown = new ArrayList<OwnedResource>();
        int here = 0;
        for (var resource : launcher.owned()) {
            switch (Ownership.of(resource.token(), resource.epoch(), leader)) {
                case FOREIGN, OURS -> {}
                case AHEAD -> throw ahead(launcher, resource, leader);
                case EARLIER -> {
                    if (isKnown(resource)) {
                        here++;
                    } else {
                        unknown.add(resource);
                    }
                }
            }
        }
        releaseAll(launcher, unknown);
        adopted += here;
    }

    private boolean isKnown(OwnedResource resource) {
        return known.contains(resource.handle())
                || untouchable.contains(resource.token().job());
    }

    /// Side by side, as many as the launcher's limit lets.
    private void releaseAll(Launcher launcher, List<OwnedResource> unknown)
            throws LauncherException, InterruptedException {
        var permits = launchers.permits(launcher.provider());
        var failures = new ArrayList<LauncherException>();
        var threads = new ArrayList<Thread>();
        for (var resource : unknown) {
            permits.acquire();
            threads.add(Thread.startVirtualThread(() -> {
                try {
                    if (lease.stands()) {
                        launcher.release(resource.handle());
                        released.incrementAndGet();
                        LOG.info("released {}, which the restored database does not know", resource.token());
                    }
                } catch (LauncherException failed) {
                    synchronized (failures) {
                        failures.add(failed);
                    }
                } finally {
                    permits.release();
                }
            }));
        }
        for (var thread : threads) {
            thread.join();
        }
        synchronized (failures) {
            if (!failures.isEmpty()) {
                throw failures.getFirst();
            }
        }
    }

    static AheadOfUs ahead(Launcher launcher, OwnedResource resource, LeaderRow leader) {
        return new AheadOfUs(launcher.provider() + " shows " + resource.token() + " of epoch " + resource.epoch()
                + ", and this controller leads incarnation " + leader.incarnation() + " in epoch " + leader.epoch()
                + ": another controller leads this installation, or its data directory was copied and both copies"
                + " were started. Nothing more is done here; find the other one, and keep one of both");
    }
}
