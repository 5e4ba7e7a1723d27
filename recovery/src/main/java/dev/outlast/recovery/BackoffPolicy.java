package dev.outlast.recovery;

import java.time.Duration;
import java.util.Objects;

/// Exponential back-off with full-width jitter around the nominal delay.
///
/// @param first nominal delay after the second failure in a row; the first failure is tried again at once
/// @param factor growth per failure, at least 1
/// @param cap largest nominal delay
/// @param spread 0 to 1: the delay is nominal × (1 ± spread)
public record BackoffPolicy(Duration first, double factor, Duration cap, double spread) {
    public static final BackoffPolicy DEFAULT =
            new BackoffPolicy(Duration.ofSeconds(10), 1.6, Duration.ofMinutes(5), 0.4);
    /// Tries again at once, for tests and benches.
    public static final BackoffPolicy NONE = new BackoffPolicy(Duration.ZERO, 1, Duration.ZERO, 0);

    public BackoffPolicy {
        Objects.requireNonNull(first);
        Objects.requireNonNull(cap);
        if (factor < 1 || spread < 0 || spread > 1) {
            throw new IllegalArgumentException("factor at least 1, spread 0 to 1: " + factor + ", " + spread);
        }
    }

    /// The delay after `failures` in a row.
    ///
    /// @param failures at least 1
    /// @param jitter 0 to 1, from the caller's random source
    public Duration delay(int failures, double jitter) {
        if (failures <= 1 || first.isZero()) {
            return Duration.ZERO;
        }
        var nominal =
                Math.min((double) cap.toMillis(), first.toMillis() * Math.pow(factor, Math.min(failures - 2, 64)));
        return Duration.ofMillis((long) (nominal * (1 + spread * (2 * jitter - 1))));
    }

    /// Like [#delay] but never zero: for asking again what refused or did not answer.
    public Duration pause(int failures, double jitter) {
        return delay(failures + 1, jitter);
    }
}
