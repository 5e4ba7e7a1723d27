package dev.outlast.controller.api;

import io.helidon.common.buffers.DataReader;
import io.helidon.common.tls.Tls;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpException;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves a controller over HTTP until it is closed.
public final class ApiServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);
    /// The server's own start-up lines are none of the user's business. Held, for loggers are held weakly.
    private static final java.util.logging.Logger QUIET = java.util.logging.Logger.getLogger("io.helidon");

    private static final int MAX_HEADERS = 16 << 10;
    private static final int MAX_REQUEST_LINE = 8 << 10;
    private static final int MAX_CONNECTIONS = 4_096;
    private static final List<String> TLS_VERSIONS = List.of("TLSv1.3", "TLSv1.2");

    private final WebServer server;
    private final ApiSettings settings;
    private final Annex annex;

    private ApiServer(WebServer server, ApiSettings settings, Annex annex) {
        this.server = server;
        this.settings = settings;
        this.annex = annex;
    }

    /// Without a second protocol.
    public static ApiServer start(ApiSettings settings, ControllerFacade controller, Access access) {
        return start(settings, controller, access, Annex.NONE);
    }

    /// Of a controller that leads as long as it serves.
    public static ApiServer start(ApiSettings settings, ControllerFacade controller, Access access, Annex annex) {
        return start(settings, controller, access, annex, Seats.HERE);
    }

    /// Listens when it returns.
    ///
    /// @param seats who leads: what only a leader can answer is sent on
    /// @throws IllegalStateException when the port cannot be had
    public static ApiServer start(
            ApiSettings settings, ControllerFacade controller, Access access, Annex annex, Seats seats) {
        return start(settings, controller, access, annex, seats, Relay.PATIENCE);
    }

    static ApiServer start(
            ApiSettings settings,
            ControllerFacade controller,
            Access access,
            Annex annex,
            Seats seats,
            Duration patience) {
        // Of a port it cannot have it only logs, at length, and returns as if it ran.
        QUIET.setLevel(Level.OFF);
        var routes = new ArrayList<>(routes(settings, controller, access));
        routes.addAll(annex.routes());
        var relay = new Relay(seats, annex, Set.of(BlobRoutes.PATH), patience, settings.tls());
        var server = listener(settings)
                .shutdownHook(false)
                .address(settings.bind())
                .port(settings.port())
                .maxTcpConnections(MAX_CONNECTIONS)
                .backlog(1_024)
                .shutdownGracePeriod(Duration.ofMillis(200))
                .protocolsDiscoverServices(false)
                .addProtocol(Http1Config.builder()
                        .maxHeadersSize(MAX_HEADERS)
                        .maxPrologueLength(MAX_REQUEST_LINE)
                        .build())
                .directHandlers(transportErrors())
                .routing(routing -> register(
                        routing,
                        routes,
                        new Guard(settings, access, annex),
                        new Forwarding(seats, annex, relay),
                        annex))
                .build();
        server.start();
        QUIET.setLevel(Level.WARNING);
        if (!server.isRunning() || server.port() < 1) {
            throw new IllegalStateException("no listener on " + settings.bind() + ":" + settings.port());
        }
        var started = new ApiServer(server, settings, annex);
        relay.open(URI.create(started.address()));
        return started;
    }

    private static WebServerConfig.Builder listener(ApiSettings settings) {
        var builder = WebServer.builder();
        settings.tls()
                .ifPresent(context -> builder.tls(Tls.builder()
                        .sslContext(context)
                        .enabledProtocols(TLS_VERSIONS)
                        .build()));
        return builder;
    }

    static List<Route> routes(ApiSettings settings, ControllerFacade controller, Access access) {
        var routes = new ArrayList<Route>();
        routes.addAll(new CommandRoutes(controller).routes());
        routes.addAll(new JobRoutes(controller).routes());
        routes.addAll(new EventRoutes(controller, settings.heartbeat()).routes());
        routes.addAll(new LogRoutes(controller).routes());
        routes.addAll(new BlobRoutes(controller, settings.maxBlobBytes()).routes());
        routes.addAll(new SystemRoutes(controller).routes());
        routes.addAll(new InfraRoutes(controller).routes());
        routes.addAll(new TokenRoutes(access.tokens()).routes());
        return routes;
    }

    public int port() {
        return server.port();
    }

    /// `http://127.0.0.1:46800`.
    public String address() {
        var host = settings.bind().isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : settings.bind();
        var text = host.getHostAddress();
        return (settings.tls().isPresent() ? "https://" : "http://") + (text.contains(":") ? "[" + text + "]" : text)
                + ":" + port();
    }

    /// Takes no more requests, ends what waits, and returns when nothing runs any more.
    @Override
    public void close() {
        annex.close();
        server.stop();
    }

    private static void register(
            HttpRouting.Builder routing, List<Route> routes, Guard guard, Forwarding forwarding, Annex annex) {
        routing.addFilter(guard);
        for (var route : routes) {
            routing.route(route.method(), route.path(), forwarding.around(route, RouteGate.before(route)));
        }
        routing.any((request, response) -> notHere(routes, request, response));
        routing.error(RequestException.class, (request, response, error) -> tell(annex, request, response, error));
        routing.error(Exception.class, (request, response, error) -> bug(annex, request, response, error));
    }

    private static void tell(Annex annex, ServerRequest request, ServerResponse response, RequestException error) {
        if (annex.owns(request.path().rawPath())) {
            annex.mark(response);
            annex.error(response, error);
        } else {
            Replies.error(response, error);
        }
    }

    private static void notHere(List<Route> routes, ServerRequest request, ServerResponse response) {
        var path = request.path().rawPath();
        var others = routes.stream()
                .filter(route -> route.isAt(path))
                .map(route -> route.method().text())
                .toList();
        if (others.isEmpty()) {
            throw new RequestException(404, "no_route", "there is nothing at this path; see /v1/openapi.json");
        }
        response.header(HeaderNames.ALLOW, String.join(", ", others));
        throw new RequestException(405, "method", "this path takes " + String.join(", ", others));
    }

    private static void bug(Annex annex, ServerRequest request, ServerResponse response, Exception error) {
        if (error instanceof CloseConnectionException cut) {
            throw cut;
        }
        if (error instanceof HttpException http && !response.isSent()) {
            tell(annex, request, response, transportError(http.status(), http.getMessage()));
            return;
        }
        boolean clientWent = error instanceof IOException
                || error instanceof UncheckedIOException
                || error instanceof DataReader.InsufficientDataAvailableException;
        if (clientWent || response.isSent() || Thread.currentThread().isInterrupted()) {
            // In the middle of a body or of an answer, or because we are closing.
            throw new CloseConnectionException("cut off", error);
        }
        LOG.error("{} {} failed", request.prologue().method(), request.path().rawPath(), error);
        tell(
                annex,
                request,
                response,
                new RequestException(
                        500, "internal", "a bug of the controller, shown in its log; nothing else is known"));
    }

    /// What is refused before it is a request of ours: still JSON, still a sentence.
    private static DirectHandlers transportErrors() {
        var handlers = DirectHandlers.builder();
        for (var type : DirectHandler.EventType.values()) {
            handlers.addHandler(type, ApiServer::transportError);
        }
        return handlers.build();
    }

    private static DirectHandler.TransportResponse transportError(
            DirectHandler.TransportRequest request,
            DirectHandler.EventType type,
            Status status,
            ServerResponseHeaders headers,
            @Nullable String message) {
        return DirectHandler.TransportResponse.builder()
                .status(status)
                .keepAlive(false)
                .header(HeaderNames.CONTENT_TYPE, "application/json")
                .entity(Replies.bytes(transportError(status, message), Replies::writeError))
                .build();
    }

    private static RequestException transportError(Status status, @Nullable String message) {
        var known = message == null || message.isEmpty() ? status.reasonPhrase() : message;
        var text = status.code() >= 500 ? "a bug of the controller, shown in its log" : known;
        return new RequestException(status.code(), "http", text);
    }
}
