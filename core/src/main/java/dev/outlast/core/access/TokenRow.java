package dev.outlast.core.access;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/// A token as it is kept: all of it but the token.
///
/// @param id the part of the token that is no secret, by which it is looked up and named
/// @param sha256 of the whole token, in hexadecimal digits
/// @param user whose it is, as jobs have it
/// @param createdBy who made it
/// @param expiresAt empty for never
/// @param lastUsedAt some minutes late; empty when it never was
public record TokenRow(
        String id,
        String sha256,
        String user,
        Role role,
        Instant createdAt,
        String createdBy,
        Optional<Instant> expiresAt,
        Optional<Instant> revokedAt,
        Optional<Instant> lastUsedAt) {
    public TokenRow {
        Objects.requireNonNull(id);
        Objects.requireNonNull(sha256);
        Objects.requireNonNull(user);
        Objects.requireNonNull(role);
        Objects.requireNonNull(createdAt);
        Objects.requireNonNull(createdBy);
        Objects.requireNonNull(expiresAt);
        Objects.requireNonNull(revokedAt);
        Objects.requireNonNull(lastUsedAt);
    }

    public TokenRow revoked(Instant at) {
        return new TokenRow(id, sha256, user, role, createdAt, createdBy, expiresAt, Optional.of(at), lastUsedAt);
    }

    public TokenRow used(Instant at) {
        return new TokenRow(id, sha256, user, role, createdAt, createdBy, expiresAt, revokedAt, Optional.of(at));
    }

    /// The moment from which it opens nothing; empty when there is none.
    public Optional<Instant> deadAt() {
        return revokedAt.isPresent() ? revokedAt : expiresAt;
    }
}
