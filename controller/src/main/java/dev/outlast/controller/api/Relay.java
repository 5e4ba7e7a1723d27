package dev.outlast.controller.api;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends a request on to whoever leads, and the answer back.
///
/// A leader that vanished in between may have done it or not. What carries a key is then sent to the next leader,
/// which looks the key up before it does anything; what does not is cut off, for nothing true can be said of it.
/// 503 is said only of what was certainly not done.
final class Relay {
    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
    /// How long a request waits for somebody who leads.
    static final Duration PATIENCE = Duration.ofSeconds(30);

    /// Of an upload's body, in bytes: one that is longer is asked for again when it met a change of leaders.
    private static final int KEPT_OF_UPLOADS = 1 << 20;

    private static final Duration GLANCE = Duration.ofMillis(250);
    private static final Duration CONNECT = Duration.ofSeconds(1);
    private static final Set<String> NOT_PASSED = Set.of(
            "host",
            "connection",
            "content-length",
            "transfer-encoding",
            "upgrade",
            "expect",
            "keep-alive",
            "te",
            "trailer",
            "http2-settings");

    private final Seats seats;
    private final Annex annex;
    private final Set<String> uploads;
    private final Duration patience;
    private volatile Optional<URI> own = Optional.empty();
    private final HttpClient client;

    /// @param own where this controller's own door is
    void open(URI own) {
        this.own = Optional.of(own);
    }

    /// @param uploads paths whose bodies are long and are not kept to be sent again
    /// @param tls whom it believes where a leader speaks TLS
    Relay(Seats seats, Annex annex, Set<String> uploads, Duration patience, Optional<SSLContext> tls) {
        var builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT);
        tls.ifPresent(builder::sslContext);
        this.client = builder.build();
        this.patience = patience;
        this.seats = seats;
        this.annex = annex;
        this.uploads = Set.copyOf(uploads);
    }

    /// @param theirs whether it speaks the annex's protocol
    /// @throws RequestException 503 when it was certainly not done
    /// @throws IOException when its client is gone
    void send(ServerRequest request, ServerResponse response, boolean theirs) throws IOException {
        try {
            var outgoing = outgoing(request, theirs);
            try (var body = answer(outgoing, request).body()) {
                if (outgoing.answered().statusCode() == 401
                        && !request.headers().contains(HeaderNames.AUTHORIZATION)) {
                    throw openHereOnly();
                }
                pass(outgoing.answered(), body, response);
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            throw new CloseConnectionException("closing", closing);
        }
    }

    /// That somebody is on this machine opens this door. It is no right that could be lent: the leader's machine knows
    /// nothing of who is on this one.
    private static RequestException openHereOnly() {
        return new RequestException(
                401,
                "token_needed",
                "this controller stands by, and the leader on another machine does this; that you are on this machine"
                        + " opens this door alone. Say 'Authorization: Bearer TOKEN' (OUTLAST_TOKEN): whoever runs it"
                        + " makes one with `outlast token create`, and has one in the file 'token' of its home");
    }

    private static RetryLater notBelieved(URI leader, SSLException why) {
        return new RetryLater(
                503,
                "leader_not_believed",
                "the leader at " + leader + " is not believed here (" + why.getMessage() + "), and nothing was done:"
                        + " its certificate, or the authority that signed it, belongs into ca.pem of this home",
                Duration.ofSeconds(10));
    }

    /// A request to be sent, once or more often.
    ///
    /// @param often whether it may be sent again after its first receiver vanished
    /// @param whole whether all of its body is at hand, so that it can be sent again after it was turned away
    private record Outgoing(HttpRequest.Builder request, String target, boolean often, boolean whole, Answered last) {
        HttpResponse<InputStream> answered() {
            return last.response.orElseThrow();
        }
    }

    private static final class Answered {
        private Optional<HttpResponse<InputStream>> response = Optional.empty();
    }

    private Outgoing outgoing(ServerRequest request, boolean theirs) throws IOException {
        var path = request.path().rawPath();
        var method = request.prologue().method();
        var query = request.query().rawValue();
        var builder = HttpRequest.newBuilder();
        for (Header header : request.headers()) {
            if (!NOT_PASSED.contains(header.name().toLowerCase(Locale.ROOT))) {
                header.allValues().forEach(value -> builder.header(header.name(), value));
            }
        }
        builder.header(Forwarding.FORWARDED.defaultCase(), "1");
        boolean upload = uploads.contains(path) || annex.isUpload(path);
        boolean reads = method.equals(Method.GET) || method.equals(Method.HEAD);
        boolean keyed = key(request, theirs, builder);
        boolean whole = true;
        if (upload) {
            var in = request.content().inputStream();
            var head = in.readNBytes(KEPT_OF_UPLOADS + 1);
            whole = head.length <= KEPT_OF_UPLOADS;
            builder.method(
                    method.text(),
                    whole
                            ? BodyPublishers.ofByteArray(head)
                            : BodyPublishers.ofInputStream(
                                    () -> new SequenceInputStream(new ByteArrayInputStream(head), in)));
        } else {
            var body = reads ? new byte[0] : BodyReader.bytes(request);
            builder.method(method.text(), reads ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        }
        var target = path + (query.isEmpty() ? "" : "?" + query);
        return new Outgoing(builder, target, !upload && (reads || keyed), whole, new Answered());
    }

    /// Gives it the key by which a second leader knows it again.
    ///
    /// @return whether it has one, or is one whose repetition changes nothing
    private boolean key(ServerRequest request, boolean theirs, HttpRequest.Builder builder) {
        if (theirs) {
            if (!request.headers().contains(Query.REQUEST_ID)) {
                builder.header(Query.REQUEST_ID.defaultCase(), annex.newRequestId());
            }
            return true;
        }
        var path = request.path().rawPath();
        if (path.equals("/v1/jobs") || path.endsWith("/retry")) {
            if (!request.headers().contains(Query.KEY)) {
                builder.header(Query.KEY.defaultCase(), "forwarded-" + UUID.randomUUID());
            }
            return true;
        }
        return path.endsWith("/cancel");
    }

    private HttpResponse<InputStream> answer(Outgoing outgoing, ServerRequest request) throws InterruptedException {
        var until = System.nanoTime() + patience.toNanos();
        boolean perhapsDone = false;
        var seat = seats.seat();
        while (System.nanoTime() < until) {
            var leader = door(seat);
            if (leader.isPresent()) {
                try {
                    var response = exchange(outgoing, leader.get(), seat);
                    if (response.headers()
                            .firstValue(Forwarding.NOT_LEADING.defaultCase())
                            .isEmpty()) {
                        outgoing.last().response = Optional.of(response);
                        return response;
                    }
                    response.body().close();
                    if (!outgoing.whole()) {
                        // What was read of it to be turned away cannot be read again.
                        break;
                    }
                } catch (ConnectException | HttpConnectTimeoutException notThere) {
                    LOG.debug("{} is not there", leader.get());
                } catch (SSLHandshakeException stranger) {
                    // Before anything was sent.
                    LOG.warn("the leader at {} is not believed: {}", leader.get(), stranger.getMessage());
                    throw notBelieved(leader.get(), stranger);
                } catch (IOException vanished) {
                    LOG.info("{} of {}: {}", request.path().rawPath(), leader.get(), vanished.toString());
                    perhapsDone = true;
                    if (!outgoing.often()) {
                        break;
                    }
                }
            }
            seat = seats.await(seat, GLANCE);
        }
        if (perhapsDone) {
            throw new CloseConnectionException("the leader vanished, and whether it was done is not known");
        }
        throw new RetryLater(503, "no_leader", "nobody leads at the moment; nothing was done", Duration.ofSeconds(1));
    }

    private Optional<URI> door(Seat seat) {
        return switch (seat) {
            case Seat.There(URI leader, long _) -> Optional.of(leader);
            // It became so meanwhile. The body was read already; our own door takes it like any other's.
            case Seat.Here _ -> own;
            case Seat.Vacant _ -> Optional.empty();
        };
    }

    /// @throws IOException also when another leads by now: the one that was asked hangs, or is cut off
    private HttpResponse<InputStream> exchange(Outgoing outgoing, URI leader, Seat seat)
            throws IOException, InterruptedException {
        var request = outgoing.request().uri(leader.resolve(outgoing.target())).build();
        var answer = client.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream());
        try {
            while (true) {
                try {
                    return answer.get(GLANCE.toMillis(), TimeUnit.MILLISECONDS);
                } catch (TimeoutException notYet) {
                    var now = seats.seat();
                    if (!(now instanceof Seat.Vacant) && !now.equals(seat)) {
                        throw new IOException("another leads by now");
                    }
                } catch (ExecutionException failed) {
                    throw failed.getCause() instanceof IOException cause ? cause : new IOException(failed.getCause());
                }
            }
        } finally {
            answer.cancel(true);
        }
    }

    private void pass(HttpResponse<InputStream> answer, InputStream body, ServerResponse response) throws IOException {
        response.status(Status.create(answer.statusCode()));
        answer.headers().map().forEach((name, values) -> {
            if (!NOT_PASSED.contains(name.toLowerCase(Locale.ROOT))) {
                response.header(HeaderValues.create(HeaderNames.create(name), values));
            }
        });
        try (var out = response.outputStream()) {
            var buffer = new byte[16 << 10];
            for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
                out.write(buffer, 0, n);
                // Somebody may be reading a log line by line.
                out.flush();
            }
        }
    }
}
