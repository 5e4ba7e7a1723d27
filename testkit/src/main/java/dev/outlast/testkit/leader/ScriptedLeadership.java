package dev.outlast.testkit.leader;

import dev.outlast.core.spi.Leadership;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One seat for which contenders of one process stand. Terms end as the test says, by the test's own clock.
///
/// Simulations, which must not block, use [#tryElect]; threads may wait in `awaitElection` of a [#contender].
public final class ScriptedLeadership {
    private final InstantSource time;
    private @Nullable Seat seat;

    public ScriptedLeadership(InstantSource time) {
        this.time = time;
    }

    public Leadership contender(String name) {
        return new Contender(name);
    }

    /// Elects `name` when nobody's term stands.
    public synchronized Optional<Leadership.Term> tryElect(String name) {
        if (seat != null && seat.stands()) {
            return Optional.empty();
        }
        seat = new Seat(name);
        return Optional.of(seat);
    }

    /// The lease is lost: the term that stands does so no more, and its holder was not asked.
    public synchronized void revoke() {
        if (seat != null) {
            seat.resign();
        }
    }

    /// The term that stands does so only before `end`. Whoever waits looks again at [#timeAdvanced].
    public synchronized void expireAt(Instant end) {
        if (seat != null) {
            seat.end = end;
        }
    }

    /// To be called after the clock went on, when threads wait.
    public synchronized void timeAdvanced() {
        notifyAll();
    }

    /// Whose term stands.
    public synchronized Optional<String> holder() {
        return seat != null && seat.stands() ? Optional.of(seat.name) : Optional.empty();
    }

    private final class Seat implements Leadership.Term {
        private final String name;
        private Instant end = Instant.MAX;
        private boolean resigned;

        private Seat(String name) {
            this.name = name;
        }

        @Override
        public boolean stands() {
            synchronized (ScriptedLeadership.this) {
                return !resigned && time.instant().isBefore(end);
            }
        }

        @Override
        public void resign() {
            synchronized (ScriptedLeadership.this) {
                resigned = true;
                ScriptedLeadership.this.notifyAll();
            }
        }
    }

    private final class Contender implements Leadership {
        private final String name;
        private @Nullable Term term;
        private boolean closed;

        private Contender(String name) {
            this.name = name;
        }

        @Override
        public Term awaitElection() throws InterruptedException {
            synchronized (ScriptedLeadership.this) {
                while (!closed) {
                    var elected = tryElect(name);
                    if (elected.isPresent()) {
                        term = elected.get();
                        return elected.get();
                    }
                    ScriptedLeadership.this.wait();
                }
                throw new InterruptedException("closed");
            }
        }

        @Override
        public void close() {
            synchronized (ScriptedLeadership.this) {
                closed = true;
                if (term != null) {
                    term.resign();
                }
                ScriptedLeadership.this.notifyAll();
            }
        }
    }
}
