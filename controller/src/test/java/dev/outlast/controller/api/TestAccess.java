package dev.outlast.controller.api;

import dev.outlast.controller.access.Audit;
import dev.outlast.controller.access.FailedTries;
import dev.outlast.controller.access.Identity;
import dev.outlast.controller.access.TokenBook;
import dev.outlast.core.access.Role;
import dev.outlast.core.store.StoreException;
import dev.outlast.testkit.access.InMemoryAccess;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/// Tokens for tests, and what was written down of whoever used them.
public final class TestAccess {
    public final AtomicLong epoch = new AtomicLong(1);
    public final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-21T12:00:00Z"));
    public final InMemoryAccess store = new InMemoryAccess(epoch::get);
    public final List<Audit.Deed> deeds = new CopyOnWriteArrayList<>();
    public final TokenBook tokens = book();

    private TokenBook book() {
        try {
            return new TokenBook(store, () -> 1, now::get, new Random(7));
        } catch (StoreException away) {
            throw new IllegalStateException(away);
        }
    }

    public Access access() {
        return new Access(tokens, new FailedTries(now::get), deeds::add);
    }

    /// A token of this user, for a day.
    public TokenBook.Issued issue(String user, Role role) {
        try {
            return tokens.issue(Identity.owner(user).toString(), role, Optional.of(Duration.ofDays(1)), "test");
        } catch (StoreException | TokenBook.TooMany refused) {
            throw new IllegalStateException(refused);
        }
    }
}
