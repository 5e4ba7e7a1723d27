package dev.outlast.controller.api;

import io.helidon.http.Method;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;

/// Stands before every route of both protocols: lets in who may, and writes down what they did.
final class RouteGate {
    private RouteGate() {}

    static Handler before(Route route) {
        var need = route.need();
        boolean kept = need.isKept() && !route.method().equals(Method.GET);
        return (request, response) -> {
            var visit = Visit.of(request);
            if (!need.allows(visit.who())) {
                refuse(need, kept, visit);
            }
            if (!kept) {
                route.handler().handle(request, response);
                return;
            }
            try {
                route.handler().handle(request, response);
            } catch (RequestException refused) {
                visit.tell(refused.status() + " " + refused.code());
                throw refused;
            } catch (CloseConnectionException cut) {
                visit.tell("unknown");
                throw cut;
            } catch (Exception failed) {
                visit.tell("failed");
                throw failed;
            }
            if (!visit.isToldLater()) {
                visit.tell(Integer.toString(response.status().code()));
            }
        };
    }

    private static void refuse(Need need, boolean kept, Visit visit) {
        var role = visit.who().role();
        if (role.isEmpty()) {
            throw new RequestException(401, "token_needed", Guard.TOKEN_NEEDED);
        }
        if (kept) {
            visit.tell("403 role");
        }
        throw new RequestException(
                403,
                "role",
                "this takes the role '" + need.role().text() + "'; the token is one for '"
                        + role.get().text() + "'");
    }
}
