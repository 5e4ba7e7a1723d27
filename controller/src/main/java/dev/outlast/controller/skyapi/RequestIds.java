package dev.outlast.controller.skyapi;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// Makes ids of requests that can be recognized later: they look like any random UUID, but hold the second in which
/// they were given and a mark of the installation. An id of ours without a record is therefore known to be one of a
/// request that was given and never done, not a slip of the finger.
///
/// The mark is no secret and nothing rests on it but what an error says.
final class RequestIds {
    private static final long TAG_BITS = (1L << 30) - 1;

    private final byte[] key;
    private final RandomGenerator random;

    RequestIds(String installation, RandomGenerator random) {
        this.key = installation.getBytes(StandardCharsets.UTF_8);
        this.random = random;
    }

    String make(Instant now) {
        long high = (random.nextLong() & ~0xf000L) | 0x4000L;
        long second = now.getEpochSecond() & 0xffffffffL;
        long low = 1L << 63 | second << 30 | tag(high, second);
        return new UUID(high, low).toString();
    }

    /// When an id was given; empty if it is none of ours.
    Optional<Instant> givenAt(String id) {
        if (id.length() != 36) {
            return Optional.empty();
        }
        try {
            var uuid = UUID.fromString(id);
            long low = uuid.getLeastSignificantBits();
            long second = low >>> 30 & 0xffffffffL;
            boolean ours = low >>> 62 == 2 && (low & TAG_BITS) == tag(uuid.getMostSignificantBits(), second);
            return ours ? Optional.of(Instant.ofEpochSecond(second)) : Optional.empty();
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    private long tag(long high, long second) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(key);
            digest.update(ByteBuffer.allocate(16).putLong(high).putLong(second).array());
            return ByteBuffer.wrap(digest.digest()).getLong() & TAG_BITS;
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
