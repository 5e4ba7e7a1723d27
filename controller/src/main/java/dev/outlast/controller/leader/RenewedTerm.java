package dev.outlast.controller.leader;

import dev.outlast.core.spi.Leadership;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One time of being elected: renews what says so, and says honestly whether it still stands.
///
/// What is renewed too late stands again, because nobody took it meanwhile: a minute without an answer costs a minute
/// and no leader.
abstract class RenewedTerm implements Leadership.Term {
    private static final Logger LOG = LoggerFactory.getLogger(RenewedTerm.class);

    private final Renewals renewals;
    private final Pace pace;
    private final Consumer<RenewedTerm> ended;
    private final Thread renewing;
    private final ReentrantLock using = new ReentrantLock();
    private volatile boolean over;

    /// @param first from the start of the term to its first renewal
    /// @param every from one renewal to the next
    /// @param again the same after one without an answer
    /// @param deadline how old a renewal may be while the term stands
    record Pace(Duration first, Duration every, Duration again, Duration deadline) {}

    enum Renewal {
        DONE,
        /// There was no answer.
        AWAY,
        /// Somebody else was elected.
        TAKEN
    }

    /// @param renewals that count from before the election
    RenewedTerm(Renewals renewals, Pace pace, Consumer<RenewedTerm> ended) {
        this.renewals = renewals;
        this.pace = pace;
        this.ended = ended;
        this.renewing = Thread.ofVirtual().name("lease").unstarted(this::renewAlways);
    }

    /// Never called beside itself or [#giveBack()].
    abstract Renewal renew();

    /// So that others need not wait.
    abstract void giveBack();

    final void start() {
        renewing.start();
    }

    @Override
    public final boolean stands() {
        return !over && renewals.isYoungerThan(pace.deadline());
    }

    private void renewAlways() {
        try {
            Thread.sleep(pace.first());
            while (!over) {
                Thread.sleep(renewOnce());
            }
        } catch (InterruptedException resigned) {
            LOG.debug("no more renewals");
        }
    }

    private Duration renewOnce() {
        using.lock();
        try {
            if (over) {
                return pace.every();
            }
            var sent = renewals.sending();
            return switch (renew()) {
                case DONE -> {
                    renewals.done(sent);
                    yield pace.every();
                }
                case AWAY -> pace.again();
                case TAKEN -> {
                    LOG.warn("somebody else was elected");
                    end();
                    yield pace.every();
                }
            };
        } finally {
            using.unlock();
        }
    }

    @Override
    public final void resign() {
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

    private void end() {
        over = true;
        ended.accept(this);
    }
}
