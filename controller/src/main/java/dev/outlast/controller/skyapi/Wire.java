package dev.outlast.controller.skyapi;

import dev.outlast.controller.Version;
import dev.outlast.controller.api.Need;
import dev.outlast.controller.api.Query;
import dev.outlast.controller.api.RequestException;
import dev.outlast.controller.api.Route;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.util.Locale;

/// What all answers and all requests of the protocol have in common.
final class Wire {
    /// The newest form of the protocol that is spoken here.
    static final int API_VERSION = 62;
    /// The oldest client that is served, 0.10.
    static final int OLDEST_CLIENT = 22;
    /// Not a version as Python counts them, so that no client asks its user to upgrade.
    static final String VERSION = "outlast-" + Version.text();

    static final HeaderName REQUEST_ID = HeaderNames.create("X-Skypilot-Request-ID");
    private static final HeaderName CLIENT_VERSION = HeaderNames.create("X-SkyPilot-API-Version");
    private static final Header API =
            HeaderValues.createCached("X-SkyPilot-API-Version", Integer.toString(API_VERSION));
    private static final Header RELEASE = HeaderValues.createCached("X-SkyPilot-Version", VERSION);

    private Wire() {}

    @FunctionalInterface
    interface Handler {
        void handle(ServerRequest request, ServerResponse response) throws IOException, InterruptedException;
    }

    static Route get(String path, Need need, Handler handler) {
        return route(Method.GET, path, need, handler);
    }

    static Route post(String path, Need need, Handler handler) {
        return route(Method.POST, path, need, handler);
    }

    private static Route route(Method method, String path, Need need, Handler handler) {
        return new Route(method, path, need, (request, response) -> {
            if (isTooOld(request)) {
                Json.answer(response, 400, json -> {
                    json.writeStartObject();
                    json.writeStringField("error", "version_mismatch");
                    json.writeStringField(
                            "message", "this controller serves SkyPilot clients from 0.10; please upgrade yours");
                    json.writeEndObject();
                });
                return;
            }
            try {
                handler.handle(request, response);
            } catch (InterruptedException closing) {
                Thread.currentThread().interrupt();
                throw new CloseConnectionException("the controller stops", closing);
            }
        });
    }

    private static boolean isTooOld(ServerRequest request) {
        var said = request.headers().first(CLIENT_VERSION).orElse("");
        if (said.isEmpty()) {
            return false;
        }
        try {
            return Integer.parseInt(said) < OLDEST_CLIENT;
        } catch (NumberFormatException wrong) {
            throw RequestException.bad("X-SkyPilot-API-Version", "expected a whole number");
        }
    }

    static void mark(ServerResponse response) {
        response.header(API);
        response.header(RELEASE);
    }

    /// The request was taken; its answer is fetched under this id.
    static void taken(ServerResponse response, Asked asked) {
        response.header(REQUEST_ID, asked.id());
        Json.answer(response, 200, json -> json.writeNull());
    }

    static String query(ServerRequest request, String name) {
        return request.query().first(name).orElse("");
    }

    /// As Python writes them.
    static boolean flag(ServerRequest request, String name, boolean otherwise) {
        return switch (query(request, name).toLowerCase(Locale.ROOT)) {
            case "" -> otherwise;
            case "true", "1", "yes" -> true;
            case "false", "0", "no" -> false;
            default -> throw RequestException.bad(name, "expected True or False");
        };
    }

    static long whole(ServerRequest request, String name, long least, long most, long otherwise) {
        return Query.whole(query(request, name), name, least, most, otherwise);
    }
}
