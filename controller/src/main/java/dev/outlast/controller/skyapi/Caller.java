package dev.outlast.controller.skyapi;

import com.fasterxml.jackson.databind.JsonNode;
import dev.outlast.controller.access.Identity;
import dev.outlast.controller.api.RequestException;
import dev.outlast.core.job.Owner;
import java.util.regex.Pattern;

/// Who asks, for showing and for lists of one's own: as their token says, or else as the client says. What they may is
/// decided by the token alone.
///
/// @param id eight hexadecimal digits, empty when the client did not say
record Caller(String id, String name) {
    static final Caller UNKNOWN = new Caller("", "unknown");

    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}");
    private static final int MAX_NAME = 48;

    /// @param environment the `env_vars` of a body
    static Caller of(JsonNode environment) {
        var id = environment.path("SKYPILOT_USER_ID").asText("");
        if (!id.isEmpty() && !ID.matcher(id).matches()) {
            throw RequestException.bad("env_vars.SKYPILOT_USER_ID", "expected eight hexadecimal digits");
        }
        var name = new StringBuilder();
        environment
                .path("SKYPILOT_USER")
                .asText("")
                .chars()
                .limit(MAX_NAME)
                .forEach(c -> name.append(isOfName(c) ? (char) c : '_'));
        return new Caller(id, name.isEmpty() ? UNKNOWN.name : name.toString());
    }

    /// @param who named
    static Caller of(Identity who) {
        var owner = Owner.of(who.user());
        return new Caller(owner.id(), owner.name());
    }

    /// As jobs have it.
    String user() {
        return new Owner(name, id).toString();
    }

    /// The id that the records of this protocol want.
    String hash() {
        return id.isEmpty() ? UNKNOWN.name : id;
    }

    private static boolean isOfName(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "._-".indexOf(c) >= 0;
    }
}
