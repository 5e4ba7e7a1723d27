package dev.outlast.controller.leader;

import dev.outlast.controller.leader.LeaseObject.Claim;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One time of being elected by a Lease. One that is renewed too late stands again, for its resource version says that
/// nobody took it meanwhile.
final class KubernetesTerm extends RenewedTerm {
    private static final Logger LOG = LoggerFactory.getLogger(KubernetesTerm.class);

    private final LeaseObject lease;
    private final LeaseTimes times;
    private final String holder;
    private final int number;
    private SeenLease last;
    private boolean away;

    /// @param taken the Lease as this term's election wrote it
    /// @param renewals that count from before it was written
    KubernetesTerm(
            LeaseObject lease,
            LeaseTimes times,
            String holder,
            SeenLease taken,
            Renewals renewals,
            Consumer<RenewedTerm> ended) {
        super(renewals, new Pace(times.retry(), times.retry(), times.retry(), times.renewDeadline()), ended);
        this.lease = lease;
        this.times = times;
        this.holder = holder;
        this.number = taken.transitions();
        this.last = taken;
    }

    @Override
    Renewal renew() {
        try {
            var written = lease.replace(last, claim(holder));
            if (written.isEmpty()) {
                written = edited();
            }
            if (written.isEmpty()) {
                return Renewal.TAKEN;
            }
            last = written.get();
            away = false;
            return Renewal.DONE;
        } catch (IOException failed) {
            if (!away) {
                LOG.warn("the Lease is not renewed; trying again: {}", failed.getMessage());
                away = true;
            }
            return Renewal.AWAY;
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
    void giveBack() {
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
}
