package dev.outlast.controller.access;

import dev.outlast.core.access.Role;
import dev.outlast.core.access.TokenRow;
import dev.outlast.core.spi.AccessStore;
import dev.outlast.core.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/// The tokens, looked up in memory. A token is `ol_`, ten characters by which it is found and named, `_`, and 256
/// random
/// bits; kept of it is the SHA-256.
public final class TokenBook {
    /// How long one that opens nothing any more is remembered, so that its user is told why.
    public static final Duration REMEMBERED = Duration.ofDays(30);
    /// How many are kept, dead ones too.
    static final int MOST = 10_000;

    private static final Pattern FORM = Pattern.compile("ol_([a-z2-7]{10})_[0-9a-f]{64}");
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int ID_LETTERS = 10;
    private static final int SECRET_BYTES = 32;
    /// Compared with where there is no token of an id, so that this takes as long.
    private static final String NONE = "0".repeat(64);

    /// Between two looks for ids that are not known: whoever guesses costs the store no more than that.
    private static final Duration ASKED_APART = Duration.ofMillis(20);

    private final AccessStore store;
    private final LongSupplier epoch;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Map<String, Instant> uses = new ConcurrentHashMap<>();
    private final AtomicReference<Instant> asked = new AtomicReference<>(Instant.EPOCH);
    private volatile Map<String, TokenRow> kept = Map.of();

    /// @param epoch of the lead under which tokens are written
    /// @param random secrets are drawn from it
    public TokenBook(AccessStore store, LongSupplier epoch, InstantSource clock, RandomGenerator random)
            throws StoreException {
        this.store = store;
        this.epoch = epoch;
        this.clock = clock;
        this.random = random;
        refresh();
    }

    /// A token that was just made.
    ///
    /// @param text all of it, known from now on to nobody but who asked
    public record Issued(TokenRow row, String text) {
        @Override
        public String toString() {
            return "Issued[" + row.id() + "]";
        }
    }

    /// Reads all tokens again: what another controller changed counts from then on.
    public synchronized void refresh() throws StoreException {
        var fresh = new HashMap<String, TokenRow>();
        for (var row : store.tokens()) {
            fresh.put(row.id(), row);
        }
        kept = Map.copyOf(fresh);
    }

    public Verdict look(String presented) {
        var form = FORM.matcher(presented);
        if (!form.matches()) {
            return new Verdict.Wrong();
        }
        TokenRow row;
        try {
            row = found(form.group(1)).orElse(null);
        } catch (StoreException away) {
            return new Verdict.Unsure();
        }
        boolean same = MessageDigest.isEqual(
                (row == null ? NONE : row.sha256()).getBytes(StandardCharsets.US_ASCII),
                sha256(presented).getBytes(StandardCharsets.US_ASCII));
        if (row == null || !same) {
            return new Verdict.Wrong();
        }
        var now = clock.instant();
        if (row.revokedAt().isPresent()) {
            return new Verdict.Revoked(row.id(), row.revokedAt().get());
        }
        if (row.expiresAt().isPresent() && !now.isBefore(row.expiresAt().get())) {
            return new Verdict.Expired(row.id(), row.expiresAt().get());
        }
        uses.put(row.id(), now);
        return new Verdict.Known(Identity.of(row.user(), row.role(), row.id()));
    }

    /// One that is not known may have been made a moment ago by another controller.
    private Optional<TokenRow> found(String id) throws StoreException {
        var known = Optional.ofNullable(kept.get(id));
        if (known.isPresent()) {
            return known;
        }
        var now = clock.instant();
        var last = asked.get();
        var since = Duration.between(last, now).abs();
        if (since.compareTo(ASKED_APART) < 0 || !asked.compareAndSet(last, now)) {
            return Optional.empty();
        }
        var made = store.token(id);
        if (made.isPresent()) {
            refresh();
        }
        return made;
    }

    /// All that are kept, in the order in which they were made, with their last uses up to now.
    public List<TokenRow> all() throws StoreException {
        return store.tokens().stream().map(this::withUse).toList();
    }

    private TokenRow withUse(TokenRow row) {
        var use = uses.get(row.id());
        return use == null || row.lastUsedAt().filter(use::isBefore).isPresent() ? row : row.used(use);
    }

    /// Makes a token.
    ///
    /// @param user as jobs have it
    /// @param lasts empty for ever
    /// @throws TooMany when there are enough; nothing is made then
    public synchronized Issued issue(String user, Role role, Optional<Duration> lasts, String by)
            throws StoreException, TooMany {
        refresh();
        if (kept.size() >= MOST) {
            throw new TooMany();
        }
        var now = clock.instant();
        var secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        var id = freshId();
        var text = "ol_" + id + "_" + HexFormat.of().formatHex(secret);
        var row = new TokenRow(
                id, sha256(text), user, role, now, by, lasts.map(now::plus), Optional.empty(), Optional.empty());
        store.add(row, epoch.getAsLong());
        refresh();
        return new Issued(row, text);
    }

    private static String sha256(String text) {
        return HexFormat.of().formatHex(Sha256.of(text.getBytes(StandardCharsets.US_ASCII)));
    }

    private String freshId() {
        while (true) {
            var id = new StringBuilder();
            for (int i = 0; i < ID_LETTERS; i++) {
                id.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
            }
            if (!kept.containsKey(id.toString())) {
                return id.toString();
            }
        }
    }

    /// From when it returns, that token opens nothing here.
    ///
    /// @return empty when there is no such token
    public synchronized Optional<TokenRow> revoke(String id) throws StoreException {
        var now = clock.instant();
        boolean found;
        try {
            found = store.revoke(id, now, epoch.getAsLong());
            refresh();
        } catch (StoreException unknown) {
            if (unknown.kind() == StoreException.Kind.UNKNOWN) {
                // Whether it is written will show at the next refresh; until then it opens nothing.
                close(id, now);
            }
            throw unknown;
        }
        return found ? Optional.ofNullable(kept.get(id)) : Optional.empty();
    }

    private void close(String id, Instant now) {
        var fresh = new HashMap<>(kept);
        fresh.computeIfPresent(id, (_, token) -> token.revoked(now));
        kept = Map.copyOf(fresh);
    }

    /// Writes down the last uses, and removes those that are dead for long.
    public synchronized void tidy() throws StoreException {
        var news = new HashMap<String, Instant>();
        uses.forEach((id, at) -> {
            var known = kept.get(id);
            if (known != null
                    && known.lastUsedAt().filter(last -> !last.isBefore(at)).isEmpty()) {
                news.put(id, at);
            }
        });
        var deadBefore = clock.instant().minus(REMEMBERED);
        boolean dead = kept.values().stream()
                .anyMatch(token -> token.deadAt().filter(deadBefore::isAfter).isPresent());
        if (!news.isEmpty()) {
            store.used(news, epoch.getAsLong());
        }
        if (dead) {
            store.forget(deadBefore, epoch.getAsLong());
        }
        refresh();
        uses.keySet().retainAll(kept.keySet());
    }

    /// There are as many tokens as this controller keeps.
    public static final class TooMany extends Exception {
        private static final long serialVersionUID = 1L;

        TooMany() {
            super("there are " + MOST + " tokens, which is all that are kept; those that are revoked or expired are"
                    + " forgotten after " + REMEMBERED.toDays() + " days");
        }
    }
}
