package dev.outlast.controller.leader;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What one who waits knows of the holder: when its row changed last, by the clock of who looks, and whether its
/// session
/// is still there. No time of another machine is in it.
final class LeaseWatch {
    private final Duration least;
    private @Nullable LeaseRow last;
    private long changedAt;
    private boolean seenHeld;

    /// @param least for which a row must not change, should its holder have named less
    LeaseWatch(Duration least) {
        this.least = least;
    }

    /// Whether the lease may be taken.
    ///
    /// @param asked of a monotonic clock, in nanoseconds: when the row was asked for
    /// @param answered when it was there. The holder may have renewed in between
    boolean isOver(LeaseRow row, long asked, long answered) {
        var before = last;
        last = row;
        if (before == null || !before.isSame(row)) {
            changedAt = answered;
        }
        if (before == null || before.term() != row.term() || before.session() != row.session()) {
            // A holder that names another session lives, though the lock may still be that of its last one.
            seenHeld = false;
        }
        if (row.isFree()) {
            return true;
        }
        var unchanged = Duration.ofNanos(asked - changedAt);
        var lease = least.toMillis() > row.durationMillis() ? least : Duration.ofMillis(row.durationMillis());
        if (row.lockHeld()) {
            seenHeld = true;
            return unchanged.compareTo(lease) >= 0;
        }
        // The holder's session went before our eyes: so did its process, most likely. When we never saw the session,
        // the server may have been started again, and a holder that lives is about to say so.
        return seenHeld || unchanged.compareTo(lease.dividedBy(2)) >= 0;
    }

    /// Our own session broke: what it saw of others' says nothing any more.
    void sessionLost() {
        seenHeld = false;
    }
}
