package dev.outlast.controller.api;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// What carries the installation's tag, as the janitor saw it last.
///
/// @param at when it looked; empty before the first look
/// @param apart how long nobody must have answered for a thing before it is an orphan
/// @param released orphans that are gone, since this leader leads
/// @param things those that no live attempt answers for
public record JanitorView(
        Optional<Instant> at, Duration apart, long released, List<Provider> providers, List<Thing> things) {
    public JanitorView {
        Objects.requireNonNull(at);
        Objects.requireNonNull(apart);
        providers = List.copyOf(providers);
        things = List.copyOf(things);
    }

    /// @param owned things of this installation
    /// @param foreign things of other installations, which are never touched
    /// @param problem why it could not be asked; empty when it could
    public record Provider(String name, int owned, int foreign, String problem) {
        public Provider {
            Objects.requireNonNull(name);
            Objects.requireNonNull(problem);
        }
    }

    /// @param standing `IN_FLIGHT`, `ENDED`, `UNKNOWN` or `UNREADABLE`
    /// @param since when it was first seen so
    /// @param orphan whether its release was begun at this look
    public record Thing(
            String provider,
            String token,
            long epoch,
            String description,
            String standing,
            Optional<Instant> since,
            boolean orphan) {
        public Thing {
            Objects.requireNonNull(provider);
            Objects.requireNonNull(token);
            Objects.requireNonNull(description);
            Objects.requireNonNull(standing);
            Objects.requireNonNull(since);
        }
    }
}
