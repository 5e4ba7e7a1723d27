package dev.outlast.controller.leader;

import java.io.IOException;
import java.util.Optional;

/// One Lease, and views of it for several contenders. Every write gives it a new version, as an API server does.
final class MemoryLease {
    private Optional<SeenLease> object = Optional.empty();
    private int versions;

    /// What one contender sees.
    final class View implements LeaseObject {
        /// Whether the API server cannot be reached from here.
        volatile boolean isAway;
        /// Whether what is written arrives, and the answer does not.
        volatile boolean losesAnswers;

        @Override
        public Optional<SeenLease> read() throws IOException {
            reach();
            return current();
        }

        @Override
        public Optional<SeenLease> create(Claim claim) throws IOException {
            reach();
            return answered(write(Optional.empty(), claim));
        }

        @Override
        public Optional<SeenLease> replace(SeenLease seen, Claim claim) throws IOException {
            reach();
            return answered(write(Optional.of(seen), claim));
        }

        private void reach() throws IOException {
            if (isAway) {
                throw new IOException("no route to the API server");
            }
        }

        private Optional<SeenLease> answered(Optional<SeenLease> written) throws IOException {
            if (losesAnswers) {
                throw new IOException("timed out");
            }
            return written;
        }

        @Override
        public void close() {}
    }

    View view() {
        return new View();
    }

    synchronized Optional<SeenLease> current() {
        return object;
    }

    private synchronized Optional<SeenLease> write(Optional<SeenLease> expected, LeaseObject.Claim claim) {
        if (!object.map(SeenLease::version).equals(expected.map(SeenLease::version))) {
            return Optional.empty();
        }
        return edit(claim.holder(), claim.transitions(), claim);
    }

    /// Somebody else writes it.
    synchronized Optional<SeenLease> edit(String holder, int transitions, LeaseObject.Claim claim) {
        versions++;
        object = Optional.of(new SeenLease(Integer.toString(versions), holder, transitions, claim.duration()));
        return object;
    }

    synchronized void remove() {
        object = Optional.empty();
    }
}
