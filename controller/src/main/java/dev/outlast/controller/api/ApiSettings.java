package dev.outlast.controller.api;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;

/// How the door is built.
///
/// @param bind address to listen on; anything but loopback needs the token
/// @param port 0 for any free one
/// @param authRequired whether loopback needs the token too
/// @param hosts names this controller answers to beside loopback and `bind`, without port
/// @param maxBlobBytes largest upload
/// @param heartbeat between two signs of life on an event stream that has nothing to say
/// @param tls with which it speaks; in plain text when empty
public record ApiSettings(
        InetAddress bind,
        int port,
        boolean authRequired,
        Set<String> hosts,
        AccessToken token,
        long maxBlobBytes,
        Duration heartbeat,
        Optional<SSLContext> tls) {
    /// What a task text or any other body but an upload may hold; the parser of texts has the same bound.
    public static final int MAX_BODY_BYTES = 4 << 20;

    /// The longest time that one request may wait for news.
    public static final Duration MAX_WAIT = Duration.ofSeconds(60);

    public ApiSettings {
        Objects.requireNonNull(bind);
        hosts = Set.copyOf(hosts);
        Objects.requireNonNull(token);
        Objects.requireNonNull(heartbeat);
        Objects.requireNonNull(tls);
    }

    /// Without TLS.
    public ApiSettings(
            InetAddress bind,
            int port,
            boolean authRequired,
            Set<String> hosts,
            AccessToken token,
            long maxBlobBytes,
            Duration heartbeat) {
        this(bind, port, authRequired, hosts, token, maxBlobBytes, heartbeat, Optional.empty());
    }

    public static ApiSettings loopback(int port, AccessToken token) {
        return new ApiSettings(
                InetAddress.getLoopbackAddress(), port, false, Set.of(), token, 2L << 30, Duration.ofSeconds(10));
    }

    /// Whether every request must show the token.
    public boolean needsToken() {
        return authRequired || !bind.isLoopbackAddress();
    }
}
