package dev.outlast.controller.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.outlast.controller.access.Identity;
import dev.outlast.controller.access.TokenBook;
import dev.outlast.core.access.Role;
import dev.outlast.core.access.TokenRow;
import dev.outlast.core.store.StoreException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Makes, lists and revokes tokens, and tells who one is.
final class TokenRoutes {
    private static final Pattern USER = Pattern.compile("[A-Za-z0-9._@-]{1,48}");
    private static final long MOST_SECONDS = Duration.ofDays(3_650).toSeconds();

    private final TokenBook tokens;

    TokenRoutes(TokenBook tokens) {
        this.tokens = tokens;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/v1/me", Need.SEE, TokenRoutes::me),
                Route.get("/v1/tokens", Need.RULE, this::list),
                Route.post("/v1/tokens", Need.RULE, this::create),
                Route.post("/v1/tokens/{id}/revoke", Need.RULE, this::revoke));
    }

    @FunctionalInterface
    private interface Change<T> {
        T make() throws StoreException;
    }

    private static void me(ServerRequest request, ServerResponse response) {
        var who = Visit.of(request).who();
        var user = Query.user(request);
        Replies.json(response, 200, who, (json, shown) -> {
            json.writeStartObject();
            json.writeStringField("user", user);
            json.writeStringField("role", shown.role().map(Role::text).orElse(""));
            json.writeBooleanField("known", shown.isNamed());
            JobJson.text(json, "token", shown.isNamed() ? shown.way() : "");
            json.writeEndObject();
        });
    }

    private void list(ServerRequest request, ServerResponse response) {
        var all = Replies.done(changed(tokens::all));
        Replies.json(response, 200, all, (json, rows) -> {
            json.writeStartObject();
            json.writeArrayFieldStart("tokens");
            for (var row : rows) {
                json.writeStartObject();
                write(json, row);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private void create(ServerRequest request, ServerResponse response) throws IOException {
        var body = BodyReader.object(BodyReader.bytes(request), List.of("user", "role", "expires_in"));
        var user = user(body);
        var role = Role.of(body.path("role").asText())
                .orElseThrow(() -> RequestException.bad("role", "expected viewer, user or admin"));
        var visit = Visit.of(request);
        visit.says(Query.user(request));
        visit.isAbout("a token for " + user + " as " + role.text());
        TokenBook.Issued issued;
        try {
            issued = Replies.done(issued(user, role, expiry(body), Query.user(request)));
        } catch (TokenBook.TooMany enough) {
            throw new RequestException(409, "too_many", String.valueOf(enough.getMessage()));
        }
        visit.isAbout("token " + issued.row().id() + " for " + user + " as " + role.text());
        Replies.json(response, 201, issued, (json, made) -> {
            json.writeStartObject();
            json.writeStringField("token", made.text());
            write(json, made.row());
            json.writeEndObject();
        });
    }

    private Answer<TokenBook.Issued> issued(String user, Role role, Optional<Duration> lasts, String by)
            throws TokenBook.TooMany {
        try {
            return new Answer.Done<>(tokens.issue(user, role, lasts, by));
        } catch (StoreException refused) {
            return refused(refused);
        }
    }

    private void revoke(ServerRequest request, ServerResponse response) throws IOException {
        BodyReader.object(BodyReader.bytes(request), List.of());
        var id = request.path().pathParameters().get("id");
        var visit = Visit.of(request);
        visit.says(Query.user(request));
        visit.isAbout("token " + id);
        var row = Replies.done(changed(() -> tokens.revoke(id)))
                .orElseThrow(() -> new RequestException(404, "no_token", "there is no token '" + id + "'"));
        Replies.json(response, 200, row, (json, shown) -> {
            json.writeStartObject();
            write(json, shown);
            json.writeEndObject();
        });
    }

    private static <T> Answer<T> changed(Change<T> change) {
        try {
            return new Answer.Done<>(change.make());
        } catch (StoreException refused) {
            return refused(refused);
        }
    }

    private static <T> Answer<T> refused(StoreException refused) {
        return switch (refused.kind()) {
            case FENCED -> new Answer.Unavailable<>("this controller does not lead; nothing was done");
            case FULL -> new Answer.NoSpace<>();
            case UNKNOWN -> new Answer.Unknown<>();
        };
    }

    private static String user(ObjectNode body) {
        var name = body.path("user").asText();
        if (!USER.matcher(name).matches()) {
            throw RequestException.bad("user", "expected up to 48 letters, digits and '.', '_', '-', '@'");
        }
        return Identity.owner(name).toString();
    }

    private static Optional<Duration> expiry(ObjectNode body) {
        var node = body.path("expires_in");
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        if (!node.isIntegralNumber() || node.longValue() < 1 || node.longValue() > MOST_SECONDS) {
            throw RequestException.bad("expires_in", "expected seconds, a whole number from 1 to " + MOST_SECONDS);
        }
        return Optional.of(Duration.ofSeconds(node.longValue()));
    }

    private static void write(JsonGenerator json, TokenRow row) throws IOException {
        json.writeStringField("id", row.id());
        json.writeStringField("user", row.user());
        json.writeStringField("role", row.role().text());
        JobJson.time(json, "created_at", Optional.of(row.createdAt()));
        json.writeStringField("created_by", row.createdBy());
        JobJson.time(json, "expires_at", row.expiresAt());
        JobJson.time(json, "revoked_at", row.revokedAt());
        JobJson.time(json, "last_used_at", row.lastUsedAt());
    }
}
