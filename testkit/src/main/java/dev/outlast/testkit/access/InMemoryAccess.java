package dev.outlast.testkit.access;

import dev.outlast.core.access.TokenRow;
import dev.outlast.core.spi.AccessStore;
import dev.outlast.core.store.StoreException;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Tokens in memory. Passes `AccessStoreContract`.
public final class InMemoryAccess implements AccessStore {
    private final Epoch leading;
    private final Map<String, TokenRow> tokens = new LinkedHashMap<>();
    private boolean away;

    /// The leader's epoch, where the fence looks for it.
    @FunctionalInterface
    public interface Epoch {
        long now() throws StoreException;
    }

    public InMemoryAccess(Epoch leading) {
        this.leading = leading;
    }

    /// Every call throws UNKNOWN and does nothing until told otherwise.
    public synchronized void away(boolean isAway) {
        away = isAway;
    }

    @Override
    public synchronized List<TokenRow> tokens() throws StoreException {
        arrive();
        return tokens.values().stream()
                .sorted(Comparator.comparing(TokenRow::createdAt).thenComparing(TokenRow::id))
                .toList();
    }

    @Override
    public synchronized Optional<TokenRow> token(String id) throws StoreException {
        arrive();
        return Optional.ofNullable(tokens.get(id));
    }

    @Override
    public synchronized void add(TokenRow token, long epoch) throws StoreException {
        pass(epoch);
        if (tokens.putIfAbsent(token.id(), token) != null) {
            throw new IllegalArgumentException("there is a token " + token.id());
        }
    }

    @Override
    public synchronized boolean revoke(String id, Instant at, long epoch) throws StoreException {
        pass(epoch);
        return tokens.computeIfPresent(id, (_, token) -> token.revokedAt().isPresent() ? token : token.revoked(at))
                != null;
    }

    @Override
    public synchronized void used(Map<String, Instant> lastUse, long epoch) throws StoreException {
        pass(epoch);
        lastUse.forEach((id, at) -> tokens.computeIfPresent(
                id, (_, token) -> token.lastUsedAt().filter(at::isBefore).isPresent() ? token : token.used(at)));
    }

    @Override
    public synchronized int forget(Instant deadBefore, long epoch) throws StoreException {
        pass(epoch);
        int before = tokens.size();
        tokens.values()
                .removeIf(token -> token.deadAt().filter(deadBefore::isAfter).isPresent());
        return before - tokens.size();
    }

    private void pass(long epoch) throws StoreException {
        arrive();
        if (leading.now() != epoch) {
            throw new StoreException(StoreException.Kind.FENCED, "epoch " + leading.now() + " leads, not " + epoch);
        }
    }

    private void arrive() throws StoreException {
        if (away) {
            throw new StoreException(StoreException.Kind.UNKNOWN, "scripted: away");
        }
    }
}
