package dev.outlast.controller.service;

import dev.outlast.controller.backup.Restore;
import dev.outlast.controller.engine.Listener;
import dev.outlast.controller.engine.LostLeadership;
import dev.outlast.core.spi.Leadership;
import dev.outlast.core.store.StoreException;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.quartz.SchedulerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a controller does from its election on: the term, its deadlines, and the periodic work that a leader alone
/// does.
final class Reign implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Reign.class);

    private final Installation installation;
    private final Leadership.Term lease;
    private final Term term;
    private final Calendar calendar;
    private final Upkeep upkeep;
    private final Thread deadlines;
    private final Thread reaching;
    private final Consumer<Throwable> ended;

    /// Takes the lead.
    ///
    /// @param holder how this leader is written into the store
    /// @param views told of every commit
    /// @param calendar where what a leader does now and then is written in
    /// @param ended told why this process must end
    /// @throws LostLeadership another was faster
    Reign(
            Installation installation,
            Leadership.Term lease,
            String holder,
            Listener views,
            Upkeep upkeep,
            Calendar calendar,
            Consumer<Throwable> ended)
            throws StoreException, LostLeadership, InterruptedException, SchedulerException {
        this.installation = installation;
        this.lease = lease;
        this.ended = ended;
        var config = installation.config();
        this.term = new Term(
                new Term.Parts(
                        config,
                        installation.store(),
                        installation.launchers(),
                        installation.buckets(),
                        installation.jobBuckets(),
                        installation.home().blobs(),
                        installation.artefacts().map(_ -> installation.blobs()),
                        new RestoredMark(
                                RestoredMark.InStore.of(installation.store()),
                                installation.home().data().resolve(Restore.MARK)),
                        installation.book(),
                        installation.logs(),
                        lease,
                        installation.time(),
                        views,
                        installation.store()::releaseReserve,
                        (what, why) -> LOG.error("{}", what, why),
                        ended),
                holder);
        this.calendar = calendar;
        this.upkeep = upkeep;
        this.deadlines = Thread.ofVirtual().name("deadlines").unstarted(this::expire);
        this.reaching = Thread.ofVirtual().name("reaching the store").unstarted(this::watchStore);
    }

    /// Gives the Lease back when the database cannot be reached from here: another controller may reach it.
    private void watchStore() {
        var times = installation.config().kubernetes().orElseThrow().times();
        var watch = new StoreWatch(() -> installation.store().leader(), times.duration(), System::nanoTime);
        try {
            do {
                Thread.sleep(times.retry());
            } while (!watch.isLost());
            lease.resign();
            ended.accept(new LostLeadership("the store cannot be reached from here for "
                    + times.duration().toSeconds() + " s; the Lease is given back for a controller that reaches it"));
        } catch (InterruptedException stopped) {
            LOG.debug("the store is watched no more");
        }
    }

    private void plan() throws SchedulerException {
        calendar.every("sweep", installation.config().sweepEvery(), term.mailbox()::sweep);
        calendar.every("store", Duration.ofSeconds(5), () -> upkeep.post(Upkeep.Chore.CHECKPOINT_STORE));
        calendar.every("logs", Duration.ofSeconds(30), () -> upkeep.post(Upkeep.Chore.LOG_QUOTA));
        calendar.every("all logs", Duration.ofDays(1), installation.logs().quota()::recount);
        calendar.every("requests", Duration.ofMinutes(10), () -> upkeep.post(Upkeep.Chore.OLD_REQUESTS));
        calendar.every("uploads", Duration.ofMinutes(10), () -> upkeep.post(Upkeep.Chore.UNFINISHED_UPLOADS));
        calendar.every("buckets", Duration.ofMinutes(10), () -> upkeep.post(Upkeep.Chore.BUCKETS_OF_ENDED_JOBS));
        calendar.every("janitor", installation.config().policies().launchDeadline(), this::clean);
        calendar.every("tokens", Duration.ofMinutes(1), () -> upkeep.post(Upkeep.Chore.TOKENS));
    }

    void start() throws SchedulerException {
        findBuckets();
        term.start();
        plan();
        deadlines.start();
        if (installation.config().kubernetes().isPresent()) {
            reaching.start();
        }
        clean();
    }

    /// On a thread of its own, for a launcher may take its time. Not more rarely than half the time after which a
    /// thing is an orphan: of two copies, the one that is behind ends before the other's things are due.
    private void clean() {
        Thread.ofVirtual().name("janitor").start(term::clean);
    }

    /// Those that leaders before this one made for as long as a job lives.
    private void findBuckets() {
        try {
            installation.jobBuckets().recover();
        } catch (IOException unreadable) {
            LOG.warn("buckets of earlier leaders may outlive their jobs: {}", unreadable.toString());
        }
    }

    Term term() {
        return term;
    }

    boolean stands() {
        return lease.stands();
    }

    private void expire() {
        try {
            while (true) {
                Thread.sleep(1_000);
                term.expireEffects();
                if (!lease.stands()) {
                    endWhenReplaced();
                }
            }
        } catch (InterruptedException stopped) {
            LOG.debug("no more deadlines to watch");
        }
    }

    /// An engine that has nothing to write would never be told.
    private void endWhenReplaced() {
        try {
            var row = installation.store().leader();
            if (row.epoch() != term.leader().epoch()) {
                ended.accept(new LostLeadership(row.holder() + " leads now, epoch " + row.epoch()));
            }
        } catch (StoreException away) {
            LOG.debug("nobody can say who leads: {}", away.getMessage());
        }
    }

    /// Orderly: the batch under way is finished, and another can lead at once.
    @Override
    public void close() {
        deadlines.interrupt();
        reaching.interrupt();
        try {
            term.close();
        } catch (InterruptedException hurried) {
            LOG.warn("stopped in a hurry: {}", hurried.toString());
            Thread.currentThread().interrupt();
        }
        lease.resign();
    }
}
