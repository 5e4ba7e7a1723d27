package dev.outlast.provider.local;

import dev.outlast.core.job.Token;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;

/// When the pretended provider takes a spot cluster back: decided by seed and token alone, so that the same run
/// meets the same preemptions.
final class PreemptionDraw {
    private static final double MILLIS_PER_HOUR = 3_600_000;

    private PreemptionDraw() {}

    /// The uptime at which the cluster is taken back, exponentially distributed; empty when it never is.
    static Optional<Duration> uptime(long seed, Token token, double perHour) {
        if (perHour <= 0) {
            return Optional.empty();
        }
        var draw = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + fingerprint(token.text())).nextDouble();
        return Optional.of(Duration.ofMillis(Math.round(-Math.log1p(-draw) / perHour * MILLIS_PER_HOUR)));
    }

    /// FNV-1a: unlike a hash code of the platform, the same for ever.
    static long fingerprint(String text) {
        var hash = 0xcbf29ce484222325L;
        for (var i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }
}
