package dev.outlast.controller.skyapi;

import dev.outlast.controller.api.Annex;
import dev.outlast.controller.api.RequestException;
import dev.outlast.controller.api.Route;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// All of the protocol, behind the controller's own door. It owns whatever path is not of our own protocol, so that an
/// unknown one is answered as its clients expect.
public final class SkyDoor implements Annex {
    /// How long the record of a request is kept.
    public static final Duration RETENTION = Desk.RETENTION;

    /// How the token of this controller begins when a SkyPilot client sends it: it takes no others.
    private static final String TOKEN_PREFIX = "sky_";

    private final Desk desk;
    private final List<Route> routes = new ArrayList<>();

    public SkyDoor(SkyParts parts) {
        this.desk = new Desk(parts);
        var uploads = new Uploads(parts);
        routes.addAll(new RequestRoutes(parts, desk).routes());
        routes.addAll(new SystemRoutes(parts, desk).routes());
        routes.addAll(new UploadRoutes(parts, uploads).routes());
        routes.addAll(new LaunchRoutes(parts, desk, uploads).routes());
        routes.addAll(new QueueRoutes(parts, desk).routes());
        routes.addAll(new CancelRoutes(parts, desk).routes());
        routes.addAll(new LogRoutes(parts, desk).routes());
        routes.addAll(new JobRoutes(parts, desk).routes());
        routes.addAll(new NotServed(desk).routes());
    }

    @Override
    public List<Route> routes() {
        return List.copyOf(routes);
    }

    @Override
    public boolean owns(String path) {
        return !path.equals("/v1")
                && !path.startsWith("/v1/")
                && !path.equals("/health")
                && !path.startsWith("/health/")
                && !path.equals("/metrics");
    }

    @Override
    public boolean isUpload(String path) {
        return path.equals(UploadRoutes.PATH_V1) || path.equals(UploadRoutes.PATH_V2);
    }

    @Override
    public String bareToken(String presented) {
        return presented.startsWith(TOKEN_PREFIX) ? presented.substring(TOKEN_PREFIX.length()) : presented;
    }

    @Override
    public String newRequestId() {
        return desk.newId();
    }

    @Override
    public boolean isHealth(String path) {
        return path.equals(SystemRoutes.HEALTH);
    }

    @Override
    public void mark(ServerResponse response) {
        Wire.mark(response);
    }

    @Override
    public void error(ServerResponse response, RequestException error) {
        if (error.status() == 413) {
            // The rest of the body is not read.
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
        if (error.status() == 401) {
            response.header(HeaderNames.WWW_AUTHENTICATE, "Bearer");
        }
        Json.detail(response, status(error), told(error));
    }

    /// Of a 401 the client says only that one has to log in; of a 403 it shows what it is told.
    private static int status(RequestException error) {
        return switch (error.code()) {
            case "token_expired", "token_revoked" -> 403;
            default -> error.status();
        };
    }

    private static String told(RequestException error) {
        return switch (error.code()) {
            case "token_needed", "token_wrong" ->
                error.getMessage() + "; a SkyPilot client sends it as 'sky_' and the token behind it";
            default -> String.valueOf(error.getMessage());
        };
    }

    /// Ends what waits.
    @Override
    public void close() {
        desk.close();
    }
}
