package dev.outlast.controller.api;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.outlast.core.task.Problem;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Writes answers. The one place that says which [Answer] is which HTTP status.
final class Replies {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Header JSON_TYPE = HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "application/json");
    private static final Header NO_SNIFF = HeaderValues.createCached("X-Content-Type-Options", "nosniff");
    private static final Header NO_STORE = HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "no-store");

    private Replies() {}

    /// Writes one JSON value.
    @FunctionalInterface
    interface Body<T> {
        void write(JsonGenerator json, T value) throws IOException;
    }

    /// What a done call is answered by; everything else by an error.
    static <T> void answer(ServerResponse response, int status, Answer<T> answer, Body<T> body) {
        json(response, status, done(answer), body);
    }

    /// The value of a done call.
    ///
    /// @throws RequestException for all others
    static <T> T done(Answer<T> answer) {
        return switch (answer) {
            case Answer.Done<T>(T value) -> value;
            case Answer.NotFound<T>(String what) -> throw new RequestException(404, "not_found", "there is no " + what);
            case Answer.Refused<T>(List<Problem> problems) ->
                throw new RequestException(400, "refused", firstOf(problems), problems);
            case Answer.Conflict<T>(String code, String message) -> throw new RequestException(409, code, message);
            case Answer.Busy<T>(Duration retryAfter) ->
                throw new RetryLater(429, "busy", "too many requests at once; this one was not done", retryAfter);
            case Answer.NoSpace<T> _ ->
                throw new RequestException(507, "no_space", "the controller's disk is full; this request was not done");
            case Answer.Unavailable<T>(String why) ->
                throw new RetryLater(503, "unavailable", why, Duration.ofSeconds(1));
            case Answer.Unknown<T> _ ->
                throw new CloseConnectionException("the outcome of a command is unknown; cutting its connection");
        };
    }

    private static String firstOf(List<Problem> problems) {
        if (problems.isEmpty()) {
            return "refused";
        }
        var more = problems.size() == 1 ? "" : " (and " + (problems.size() - 1) + " more)";
        return problems.getFirst().render("line") + more;
    }

    static <T> void json(ServerResponse response, int status, T value, Body<T> body) {
        send(response, status, JSON_TYPE, bytes(value, body));
    }

    static void send(ServerResponse response, int status, Header type, byte[] bytes) {
        response.status(Status.create(status));
        response.header(type);
        response.header(NO_SNIFF);
        response.header(NO_STORE);
        response.send(bytes);
    }

    static <T> byte[] bytes(T value, Body<T> body) {
        var bytes = new ByteArrayOutputStream(512);
        try (var json = JSON.createGenerator(bytes, JsonEncoding.UTF8)) {
            body.write(json, value);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    static void error(ServerResponse response, RequestException error) {
        retryAfter(error).ifPresent(wait -> response.header(HeaderNames.RETRY_AFTER, Long.toString(wait)));
        if (error.status() == 401) {
            response.header(HeaderNames.WWW_AUTHENTICATE, "Bearer");
        }
        if (error.status() == 413) {
            // The rest of the body is not read.
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
        json(response, error.status(), error, Replies::writeError);
    }

    private static Optional<Long> retryAfter(RequestException error) {
        return error instanceof RetryLater later ? Optional.of(Math.max(1, later.wait.toSeconds())) : Optional.empty();
    }

    static void writeError(JsonGenerator json, RequestException error) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("error");
        json.writeStringField("code", error.code());
        json.writeStringField("message", error.getMessage());
        json.writeArrayFieldStart("problems");
        for (var problem : error.problems()) {
            JobJson.finding(json, problem.line(), problem.column(), problem.path(), problem.message());
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndObject();
    }
}
