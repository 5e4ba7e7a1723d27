package dev.outlast.controller.leader;

import dev.outlast.controller.leader.LeaseObject.Claim;
import dev.outlast.core.spi.Leadership;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Elected is whose name is in a Kubernetes Lease, for as long as it is renewed.
///
/// A Lease is over when it has not changed for its duration on the clock of who looks. The times written in it are for
/// people: the clocks of two machines may be hours apart.
public final class KubernetesLeadership implements Leadership {
    private static final Logger LOG = LoggerFactory.getLogger(KubernetesLeadership.class);

    private final LeaseObject lease;
    private final LeaseTimes times;
    private final String holder;
    private final LongSupplier nanos;
    private final InstantSource wall;
    private final Turns turns = new Turns();

    /// @param holder who this is; nobody else's name, not even that of the same controller's last process
    /// @param nanos a monotonic clock
    KubernetesLeadership(LeaseObject lease, LeaseTimes times, String holder, LongSupplier nanos, InstantSource wall) {
        if (holder.isEmpty()) {
            throw new IllegalArgumentException("nobody has no name");
        }
        this.lease = lease;
        this.times = times;
        this.holder = holder;
        this.nanos = nanos;
        this.wall = wall;
    }

    @Override
    public Term awaitElection() throws InterruptedException {
        turns.awaitNone();
        var watch = new Watch();
        var away = false;
        while (true) {
            try {
                var begun = stand(watch);
                if (begun.isPresent()) {
                    return turns.begin(begun.get());
                }
                away = false;
            } catch (IOException failed) {
                turns.refuseWhenStopped();
                if (!away) {
                    LOG.warn("cannot ask who leads; trying again: {}", failed.getMessage());
                    away = true;
                }
            }
            turns.pause(times.retry());
            turns.refuseWhenStopped();
        }
    }

    /// One look, and a try where the Lease is free or over.
    private Optional<KubernetesTerm> stand(Watch watch) throws IOException {
        var asked = nanos.getAsLong();
        // A term counts from before it was asked for.
        var renewals = new Renewals(nanos, wall);
        var seen = lease.read();
        var answered = nanos.getAsLong();
        if (seen.isEmpty()) {
            return taken(lease.create(new Claim(holder, 1, times.duration(), true)), renewals, "nobody");
        }
        var now = seen.get();
        if (!watch.isOver(now, asked, answered) && !now.holder().equals(holder)) {
            return Optional.empty();
        }
        int number = now.transitions() + 1;
        return taken(
                lease.replace(now, new Claim(holder, number, times.duration(), true)),
                renewals,
                now.isFree() ? "nobody" : now.holder());
    }

    private Optional<KubernetesTerm> taken(Optional<SeenLease> ours, Renewals renewals, String before) {
        return ours.map(seen -> {
            LOG.info("elected, after {}", before);
            return new KubernetesTerm(lease, times, holder, seen, renewals, turns::ended);
        });
    }

    /// Resigns, and stops who waits.
    @Override
    public void close() {
        if (turns.close()) {
            turns.resign();
            lease.close();
        }
    }

    /// When the Lease changed last, by our own clock.
    private final class Watch {
        private String version = "";
        private long changedAt;

        /// @param asked when it was asked for, so that a slow answer does not make it look older
        /// @param answered when it was there. The holder may have renewed in between
        boolean isOver(SeenLease seen, long asked, long answered) {
            if (!seen.version().equals(version)) {
                version = seen.version();
                changedAt = answered;
            }
            var least = times.duration().compareTo(seen.duration()) > 0 ? times.duration() : seen.duration();
            return seen.isFree() || Duration.ofNanos(asked - changedAt).compareTo(least) >= 0;
        }
    }
}
