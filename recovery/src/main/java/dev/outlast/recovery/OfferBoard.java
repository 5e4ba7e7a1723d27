package dev.outlast.recovery;

import dev.outlast.core.cluster.OfferKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/// Refusals learned once for all jobs: an offer refused for capacity is closed, and reopened by a single probe.
/// So N waiting jobs make one call per back-off, not N. Owned by the engine's thread.
public final class OfferBoard {
    private record Closed(Instant until, int refusals, boolean probing) {}

    private final BackoffPolicy backoff;
    private final Map<OfferKey, Closed> closed = new HashMap<>();

    public OfferBoard(BackoffPolicy backoff) {
        this.backoff = Objects.requireNonNull(backoff);
    }

    /// Whether a job may try this offer now. A closed offer whose time has come admits one probe.
    public boolean isOpen(OfferKey key, Instant now) {
        var entry = closed.get(key);
        return entry == null || (!entry.probing() && !now.isBefore(entry.until()));
    }

    /// Whether a try of this offer would be the probe of a closed one.
    public boolean isProbe(OfferKey key) {
        return closed.containsKey(key);
    }

    /// Somebody tries it: until the answer is there, a closed offer stays closed to everybody else.
    public void tried(OfferKey key) {
        closed.computeIfPresent(key, (_, c) -> new Closed(c.until(), c.refusals(), true));
    }

    /// @param jitter 0 to 1
    public void refused(OfferKey key, Instant now, double jitter) {
        var refusals = closed.containsKey(key) ? closed.get(key).refusals() + 1 : 1;
        closed.put(key, new Closed(now.plus(backoff.pause(refusals, jitter)), refusals, false));
    }

    /// It made a cluster: there is room again.
    public void accepted(OfferKey key) {
        closed.remove(key);
    }

    /// The try ended without saying anything about room.
    public void unsure(OfferKey key) {
        closed.computeIfPresent(key, (_, c) -> new Closed(c.until(), c.refusals(), false));
    }

    public Map<OfferKey, Instant> closedUntil() {
        var result = new HashMap<OfferKey, Instant>();
        closed.forEach((key, entry) -> result.put(key, entry.until()));
        return Map.copyOf(result);
    }
}
