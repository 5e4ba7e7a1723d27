package dev.outlast.controller.access;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/// Counts wrong tokens by address, in bounded memory. Only what is wrong is held back: a right token is taken from any
/// address at any time, or everybody behind one router could be locked out by one of them.
public final class FailedTries {
    /// Wrong tokens from one address within [#WINDOW] that are each told what they are.
    public static final int MOST = 10;

    public static final Duration WINDOW = Duration.ofMinutes(1);
    static final int MOST_ADDRESSES = 4_096;

    private final InstantSource clock;
    /// The one that was silent longest goes first.
    private final Map<String, Tries> byAddress = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Tries> eldest) {
            return size() > MOST_ADDRESSES;
        }
    };

    private record Tries(Instant since, int count) {}

    public FailedTries(InstantSource clock) {
        this.clock = clock;
    }

    /// A wrong token came from there.
    ///
    /// @return how long that address is to wait, zero while it tried seldom
    public synchronized Duration failed(InetAddress from) {
        var now = clock.instant();
        var key = key(from);
        var tries = byAddress.get(key);
        var age = tries == null ? WINDOW : Duration.between(tries.since(), now);
        if (tries == null || age.compareTo(WINDOW) >= 0 || age.isNegative()) {
            tries = new Tries(now, 0);
            age = Duration.ZERO;
        }
        byAddress.put(key, new Tries(tries.since(), Math.min(tries.count() + 1, MOST + 1)));
        return tries.count() < MOST ? Duration.ZERO : WINDOW.minus(age);
    }

    synchronized int addresses() {
        return byAddress.size();
    }

    /// Of IPv6 the network: each of its machines has as many addresses as it likes.
    private static String key(InetAddress from) {
        var bytes = from.getAddress();
        return HexFormat.of().formatHex(from instanceof Inet6Address ? Arrays.copyOf(bytes, 8) : bytes);
    }
}
