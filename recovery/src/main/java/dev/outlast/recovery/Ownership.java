package dev.outlast.recovery;

import dev.outlast.core.job.Token;
import dev.outlast.core.store.LeaderRow;
import java.util.Objects;

/// Whose a thing is that a provider shows with our kind of tag.
public enum Ownership {
    /// Another installation's: never touched.
    FOREIGN,
    /// Of this installation, made before its database was restored from a backup.
    EARLIER,
    /// Made by this leader or one before it.
    OURS,
    /// Made by somebody who is ahead of this leader: another one leads, or the data directory was copied.
    AHEAD;

    /// @param epoch of the leader that made it
    public static Ownership of(Token token, long epoch, LeaderRow leader) {
        Objects.requireNonNull(token);
        if (!token.installation().equals(leader.installation())) {
            return FOREIGN;
        }
        if (token.incarnation() != leader.incarnation()) {
            return token.incarnation() < leader.incarnation() ? EARLIER : AHEAD;
        }
        return epoch > leader.epoch() ? AHEAD : OURS;
    }
}
