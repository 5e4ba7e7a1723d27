package dev.outlast.controller.api;

import dev.outlast.core.job.JobId;
import dev.outlast.core.store.EventCursor;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.time.Duration;
import java.util.OptionalInt;

/// Reads the parts of a request that are not its body.
public final class Query {
    private static final HeaderName USER = HeaderNames.create("Outlast-User");
    /// The id that a request was given where it arrived, when that was not here.
    public static final HeaderName REQUEST_ID = HeaderNames.create("X-Outlast-Request-Id");

    static final HeaderName KEY = HeaderNames.create("Idempotency-Key");
    private static final int MAX_KEY = 200;
    private static final int MAX_USER = 64;

    private Query() {}

    static JobId job(ServerRequest request) {
        var text = request.path().pathParameters().get("id");
        try {
            return new JobId(Long.parseLong(text));
        } catch (IllegalArgumentException none) {
            throw new RequestException(404, "not_found", "there is no job '" + text + "'; ids are numbers from 1");
        }
    }

    static String text(ServerRequest request, String name) {
        return request.query().first(name).orElse("");
    }

    static boolean flag(ServerRequest request, String name) {
        return switch (text(request, name)) {
            case "", "false", "0" -> false;
            case "true", "1" -> true;
            default -> throw RequestException.bad(name, "expected true or false");
        };
    }

    static long whole(ServerRequest request, String name, long least, long most, long otherwise) {
        return whole(text(request, name), name, least, most, otherwise);
    }

    /// @param text what was given for `name`; empty for `otherwise`
    /// @throws RequestException 400 when it is no whole number from `least` to `most`
    public static long whole(String text, String name, long least, long most, long otherwise) {
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            long value = Long.parseLong(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException wrong) {
            // Told below.
        }
        throw RequestException.bad(name, "expected a whole number from " + least + " to " + most);
    }

    static OptionalInt index(ServerRequest request, String name, int least) {
        long value = whole(request, name, least, Integer.MAX_VALUE, -1);
        return value < 0 ? OptionalInt.empty() : OptionalInt.of((int) value);
    }

    /// `wait`, in seconds.
    static Duration patience(ServerRequest request) {
        return Duration.ofSeconds(whole(request, "wait", 0, ApiSettings.MAX_WAIT.toSeconds(), 0));
    }

    /// Who asks: as their token says, or else as they say themselves, for showing and never for deciding.
    static String user(ServerRequest request) {
        var who = Visit.of(request).who();
        if (who.isNamed()) {
            return who.user();
        }
        var user = request.headers().first(USER).orElse("");
        if (user.isEmpty()) {
            return "user";
        }
        if (user.length() > MAX_USER || !user.chars().allMatch(Query::isOfName)) {
            throw RequestException.bad("Outlast-User", "expected up to 64 letters, digits and '.', '_', '-', '@'");
        }
        return user;
    }

    private static boolean isOfName(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "._-@".indexOf(c) >= 0;
    }

    static String idempotencyKey(ServerRequest request) {
        var key = request.headers().first(KEY).orElse("");
        if (key.length() > MAX_KEY || !key.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw RequestException.bad("Idempotency-Key", "expected up to 200 visible ASCII characters");
        }
        return key;
    }

    /// `batch.n`; the beginning when it is empty.
    static EventCursor eventCursor(String name, String text) {
        if (text.isEmpty()) {
            return EventCursor.START;
        }
        int dot = text.indexOf('.');
        try {
            return new EventCursor(
                    Long.parseLong(text.substring(0, Math.max(dot, 0))), Integer.parseInt(text.substring(dot + 1)));
        } catch (NumberFormatException wrong) {
            throw RequestException.bad(name, "expected the id of an event, such as 17.0");
        }
    }
}
