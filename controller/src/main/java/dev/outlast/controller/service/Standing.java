package dev.outlast.controller.service;

import dev.outlast.controller.api.Seat;
import dev.outlast.controller.api.Seats;
import dev.outlast.core.job.Fault;
import dev.outlast.core.spi.LauncherException;
import dev.outlast.core.spi.Store;
import dev.outlast.core.store.LeaderRow;
import dev.outlast.core.store.StoreException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether this controller leads; while it does not, who does, as the store says.
final class Standing implements Seats {
    private static final Logger LOG = LoggerFactory.getLogger(Standing.class);
    private static final long LOOK_MILLIS = 100;

    /// One look for all requests that wait for a leader.
    private final SharedRead<LeaderRow> row;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition elected = lock.newCondition();
    private volatile Optional<Term> term = Optional.empty();
    private volatile Optional<LeaderRow> seen = Optional.empty();

    Standing(Store store) {
        this.row = new SharedRead<>(store::leader);
    }

    /// Present while this controller leads.
    Optional<Term> term() {
        return term;
    }

    /// What a question to the launchers is answered with while it does not.
    static LauncherException notLeading() {
        return new LauncherException(
                Fault.INTERNAL, LauncherException.Certainty.CERTAINLY_NOT_DONE, "this controller does not lead");
    }

    void lead(Term begun) {
        lock.lock();
        try {
            seen = Optional.of(begun.leader());
            term = Optional.of(begun);
            elected.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// The leader row as this controller last saw it.
    Optional<LeaderRow> seen() {
        return seen;
    }

    /// Looks into the store.
    void look() throws StoreException, InterruptedException {
        try {
            var now = row.read();
            if (term.isEmpty()) {
                seen = Optional.of(now);
            }
        } catch (StoreException | InterruptedException | RuntimeException known) {
            throw known;
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// How a leader is written into the store: where its door is, and for people which process of which machine.
    static String holder(URI door, String process) {
        return door + " " + process;
    }

    @Override
    public Seat seat() {
        return term.isPresent() ? new Seat.Here() : seen.map(Standing::seat).orElse(new Seat.Vacant());
    }

    private static Seat seat(LeaderRow row) {
        var first = row.holder().split(" ", 2)[0];
        if (!first.startsWith("http://") && !first.startsWith("https://")) {
            return new Seat.Vacant();
        }
        try {
            return new Seat.There(URI.create(first), row.epoch());
        } catch (IllegalArgumentException noAddress) {
            return new Seat.Vacant();
        }
    }

    @Override
    public Seat await(Seat known, Duration atMost) throws InterruptedException {
        var until = System.nanoTime() + atMost.toNanos();
        while (true) {
            try {
                look();
            } catch (StoreException away) {
                LOG.debug("nobody can say who leads: {}", away.getMessage());
            }
            var now = seat();
            var left = until - System.nanoTime();
            if (!now.equals(known) || left <= 0) {
                return now;
            }
            awaitElection(Math.min(left, TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS)));
        }
    }

    private void awaitElection(long nanos) throws InterruptedException {
        lock.lock();
        try {
            for (var left = nanos; term.isEmpty() && left > 0; ) {
                left = elected.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
