package dev.outlast.controller.skyapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.outlast.controller.api.BodyReader;
import dev.outlast.controller.api.Query;
import dev.outlast.controller.api.RequestException;
import dev.outlast.controller.api.Visit;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The body of a request. Keys that are not asked for are ignored and keys that are absent have their defaults, as
/// clients of many versions expect; a value of a wrong type is refused.
///
/// @param caller as their token says, or else as they say
/// @param said as they say, under which the client looks for what it is sent
/// @param id that it was given where it arrived, empty when that is here
record Ask(ObjectNode body, Caller caller, Caller said, Visit visit, String hash, String id) {
    static Ask read(ServerRequest request) throws IOException {
        var bytes = BodyReader.bytes(request);
        var body = BodyReader.object(bytes);
        return of(request, body, Caller.of(body.path("env_vars")), Hashes.sha256(bytes));
    }

    /// A request without a body.
    static Ask none(ServerRequest request) {
        return of(request, BodyReader.object(new byte[0]), Caller.UNKNOWN, "");
    }

    private static Ask of(ServerRequest request, ObjectNode body, Caller said, String hash) {
        var visit = Visit.of(request);
        visit.says(said.user());
        var id = request.headers().first(Query.REQUEST_ID).orElse("");
        return new Ask(body, visit.who().isNamed() ? Caller.of(visit.who()) : said, said, visit, hash, id);
    }

    /// Empty when it is absent or null.
    String text(String key) {
        var node = given(key);
        if (node.isEmpty()) {
            return "";
        }
        if (!node.get().isTextual()) {
            throw RequestException.bad(key, "expected a text");
        }
        return node.get().textValue();
    }

    boolean flag(String key, boolean otherwise) {
        var node = given(key);
        if (node.isPresent() && !node.get().isBoolean()) {
            throw RequestException.bad(key, "expected true or false");
        }
        return node.map(JsonNode::booleanValue).orElse(otherwise);
    }

    Optional<Long> whole(String key, long least, long most) {
        var node = given(key);
        if (node.isEmpty()) {
            return Optional.empty();
        }
        boolean fits = node.get().isIntegralNumber()
                && node.get().canConvertToLong()
                && node.get().longValue() >= least
                && node.get().longValue() <= most;
        if (!fits) {
            throw RequestException.bad(key, "expected a whole number from " + least + " to " + most);
        }
        return Optional.of(node.get().longValue());
    }

    double number(String key, double otherwise) {
        var node = given(key);
        if (node.isPresent() && !node.get().isNumber()) {
            throw RequestException.bad(key, "expected a number");
        }
        return node.map(JsonNode::doubleValue).orElse(otherwise);
    }

    List<String> texts(String key) {
        var texts = new ArrayList<String>();
        for (var item : list(key)) {
            if (!item.isTextual()) {
                throw RequestException.bad(key, "expected a list of texts");
            }
            texts.add(item.textValue());
        }
        return texts;
    }

    List<Long> jobs(String key) {
        var ids = new ArrayList<Long>();
        for (var item : list(key)) {
            if (!item.isIntegralNumber() || !item.canConvertToLong() || item.longValue() < 0) {
                throw RequestException.bad(key, "expected a list of ids of jobs");
            }
            ids.add(item.longValue());
        }
        return ids;
    }

    boolean has(String key) {
        return given(key).isPresent();
    }

    Optional<JsonNode> given(String key) {
        var node = body.path(key);
        return node.isMissingNode() || node.isNull() ? Optional.empty() : Optional.of(node);
    }

    private Iterable<JsonNode> list(String key) {
        var node = given(key);
        if (node.isPresent() && !node.get().isArray()) {
            throw RequestException.bad(key, "expected a list");
        }
        return node.isPresent() ? node.get() : List.of();
    }
}
