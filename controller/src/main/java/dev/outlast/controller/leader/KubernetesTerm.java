package dev.outlast.controller.leader;

import dev.outlast.controller.leader.LeaseObject.Claim;
import dev.outlast.core.spi.Leadership;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One time of being elected by a Lease: renews it, and says honestly whether it still stands.
///
/// As with the database, a Lease that is renewed too late stands again, for its resource version says that nobody took
/// it meanwhile: an API server that was away for a minute costs a minute and no leader.
final class KubernetesTerm implements Leadership.Term {
    private static final Logger LOG = LoggerFactory.getLogger(KubernetesTerm.class);

    private final LeaseObject lease;
    private final LeaseTimes times;
    private final String holder;
    private final int number;
    private final Renewals renewals;
    private final Consumer<KubernetesTerm> ended;
    private final Thread renewing;
    private final ReentrantLock using = new ReentrantLock();
    private SeenLease last;
    private boolean away;
    private volatile boolean over;

    /// @param taken the Lease as this term's election wrote it
    /// @param renewals that count from before it was written
    KubernetesTerm(
            LeaseObject lease,
            LeaseTimes times,
            String holder,
            SeenLease taken,
            Renewals renewals,
            Consumer<KubernetesTerm> ended) {
        this.lease = lease;
        this.times = times;
        this.holder = holder;
        this.number = taken.transitions();
        this.last = taken;
        this.renewals = renewals;
        this.ended = ended;
        this.renewing = Thread.ofVirtual().name("lease").unstarted(this::renewAlways);
    }

    void start() {
        renewing.start();
    }

    @Override
    public boolean stands() {
        return !over && renewals.isYoungerThan(times.renewDeadline());
    }

    private void renewAlways() {
        try {
            while (!over) {
                Thread.sleep(times.retry());
                renew();
            }
        } catch (InterruptedException resigned) {
            LOG.debug("no more renewals");
        }
    }

    private void renew() {
        using.lock();
        try {
            if (over) {
                return;
            }
            var sent = renewals.sending();
            var written = lease.replace(last, claim(holder));
            if (written.isEmpty()) {
                written = edited();
            }
            if (written.isPresent()) {
                last = written.get();
                renewals.done(sent);
                away = false;
            } else {
                LOG.warn("somebody else was elected");
                end();
            }
        } catch (IOException failed) {
            if (!away) {
                LOG.warn("the Lease is not renewed; trying again: {}", failed.getMessage());
                away = true;
            }
        } finally {
            using.unlock();
        }
    }

    /// Somebody wrote the Lease. A person who put a label on it has not taken it, and one who removed it has elected
    /// nobody.
    private Optional<SeenLease> edited() throws IOException {
        var now = lease.read();
        if (now.isEmpty()) {
            LOG.warn("somebody removed the Lease; it is made again");
            return lease.create(claim(holder));
        }
        return now.get().isTermOf(holder, number) ? lease.replace(now.get(), claim(holder)) : Optional.empty();
    }

    private Claim claim(String who) {
        return new Claim(who, number, times.duration(), false);
    }

    @Override
    public void resign() {
        if (over) {
            return;
        }
        over = true;
        try {
            if (using.tryLock(1, TimeUnit.SECONDS)) {
                try {
                    giveBack();
                } finally {
                    using.unlock();
                }
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        end();
        renewing.interrupt();
    }

    private void giveBack() {
        try {
            var written = lease.replace(last, claim(""));
            var now = written.isPresent() ? Optional.<SeenLease>empty() : lease.read();
            if (now.isPresent() && now.get().isTermOf(holder, number)) {
                var _ = lease.replace(now.get(), claim(""));
            }
        } catch (IOException failed) {
            LOG.warn("the Lease is not given back; others wait until it is over: {}", failed.getMessage());
        }
    }

    private void end() {
        over = true;
        ended.accept(this);
    }
}
