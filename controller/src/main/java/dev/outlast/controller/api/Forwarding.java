package dev.outlast.controller.api;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.time.Duration;

/// Sends on to the leader what only a leader can answer. What the store alone can tell is told here.
final class Forwarding {
    /// On a request that was sent on: it is not sent on again.
    static final HeaderName FORWARDED = HeaderNames.create("X-Outlast-Forwarded");
    /// On an answer of 503: nothing was done, for its sender does not lead.
    static final HeaderName NOT_LEADING = HeaderNames.create("X-Outlast-Not-Leading");

    private final Seats seats;
    private final Annex annex;
    private final Relay relay;

    Forwarding(Seats seats, Annex annex, Relay relay) {
        this.seats = seats;
        this.annex = annex;
        this.relay = relay;
    }

    /// @param guarded the route's handler, for those who may
    /// @return that while this controller leads, and the way to the leader while it does not
    Handler around(Route route, Handler guarded) {
        return route.anywhere()
                ? guarded
                : (request, response) -> {
                    if (seats.seat() instanceof Seat.Here) {
                        guarded.handle(request, response);
                    } else {
                        sendOn(request, response);
                    }
                };
    }

    private void sendOn(ServerRequest request, ServerResponse response) throws IOException {
        if (request.headers().contains(FORWARDED)) {
            response.header(NOT_LEADING, "1");
            throw new RetryLater(
                    503, "not_leading", "this controller does not lead; nothing was done", Duration.ofSeconds(1));
        }
        relay.send(request, response, annex.owns(request.path().rawPath()));
    }
}
