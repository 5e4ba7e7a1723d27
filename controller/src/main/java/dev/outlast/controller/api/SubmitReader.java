package dev.outlast.controller.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.outlast.core.task.Overrides;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Reads a submit: a YAML text as it is, or a JSON object with the text in `task` and more beside it.
final class SubmitReader {
    private static final List<String> KEYS = List.of("task", "command", "overrides", "blobs", "num_jobs", "dry_run");
    private static final Map<String, Overrides.Option> OPTIONS = options();

    private SubmitReader() {}

    record Read(SubmitRequest request, boolean dryRun) {}

    static Read read(ServerRequest request) throws IOException {
        var body = BodyReader.bytes(request);
        var type = BodyReader.mediaType(
                request.headers().first(HeaderNames.CONTENT_TYPE).orElse(""));
        return BodyReader.isYaml(type) ? yaml(request, body) : json(request, body);
    }

    private static Read yaml(ServerRequest request, byte[] body) {
        int numJobs = (int) Query.whole(request, "num_jobs", 1, SubmitRequest.MAX_JOBS, 1);
        var hash = hash("yaml " + numJobs + "\n", body);
        return new Read(
                request(request, BodyReader.text(body), false, Overrides.NONE, Map.of(), numJobs, hash),
                Query.flag(request, "dry_run"));
    }

    private static Read json(ServerRequest request, byte[] body) throws IOException {
        var object = BodyReader.object(body, KEYS);
        boolean command = object.has("command");
        if (command == object.has("task")) {
            throw RequestException.bad("task", "give the YAML text in 'task', or a shell command in 'command'");
        }
        int numJobs = object.has("num_jobs") ? numJobs(object.get("num_jobs")) : 1;
        return new Read(
                request(
                        request,
                        text(object, command ? "command" : "task"),
                        command,
                        overrides(object.path("overrides")),
                        texts("blobs", object.path("blobs")),
                        numJobs,
                        hash("json\n", body)),
                dryRun(object.path("dry_run")));
    }

    private static SubmitRequest request(
            ServerRequest request,
            String text,
            boolean command,
            Overrides overrides,
            Map<String, String> blobs,
            int numJobs,
            String hash) {
        return new SubmitRequest(
                text, command, overrides, blobs, numJobs, Query.idempotencyKey(request), hash, Query.user(request));
    }

    private static String text(ObjectNode object, String key) {
        var node = object.get(key);
        if (!node.isTextual()) {
            throw RequestException.bad(key, "expected a text");
        }
        return node.textValue();
    }

    private static int numJobs(JsonNode node) {
        if (!node.isInt() || node.intValue() < 1 || node.intValue() > SubmitRequest.MAX_JOBS) {
            throw RequestException.bad("num_jobs", "expected a whole number from 1 to " + SubmitRequest.MAX_JOBS);
        }
        return node.intValue();
    }

    private static boolean dryRun(JsonNode node) {
        if (!node.isMissingNode() && !node.isBoolean()) {
            throw RequestException.bad("dry_run", "expected true or false");
        }
        return node.asBoolean(false);
    }

    private static Overrides overrides(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return Overrides.NONE;
        }
        if (!(node instanceof ObjectNode object)) {
            throw RequestException.bad("overrides", "expected an object");
        }
        var given = new EnumMap<Overrides.Option, List<String>>(Overrides.Option.class);
        for (var field : object.properties()) {
            var name = field.getKey();
            if (name.equals("envs") || name.equals("secrets")) {
                continue;
            }
            var option = OPTIONS.get(name);
            if (option == null) {
                throw RequestException.bad(
                        "overrides." + name,
                        "unknown option; known: envs, secrets, " + String.join(", ", OPTIONS.keySet()));
            }
            given.put(option, values("overrides." + name, field.getValue()));
        }
        return new Overrides(
                Overrides.NONE.fallbackName(),
                given,
                texts("overrides.envs", object.path("envs")),
                texts("overrides.secrets", object.path("secrets")));
    }

    private static List<String> values(String path, JsonNode node) {
        if (node.isArray()) {
            var values = new ArrayList<String>();
            node.forEach(item -> values.add(scalar(path, item)));
            return values;
        }
        return List.of(scalar(path, node));
    }

    private static String scalar(String path, JsonNode node) {
        if (!node.isValueNode() || node.isNull()) {
            throw RequestException.bad(path, "expected a text, a number, or true or false");
        }
        return node.asText();
    }

    static Map<String, String> texts(String path, JsonNode node) {
        var texts = new LinkedHashMap<String, String>();
        if (node.isMissingNode() || node.isNull()) {
            return texts;
        }
        if (!node.isObject()) {
            throw RequestException.bad(path, "expected an object of texts");
        }
        for (var field : node.properties()) {
            texts.put(field.getKey(), scalar(path + "." + field.getKey(), field.getValue()));
        }
        return texts;
    }

    private static String hash(String kind, byte[] body) {
        var digest = AccessToken.newSha256();
        digest.update(kind.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest.digest(body));
    }

    /// By the name of the flag: `num_nodes` for `--num-nodes`.
    private static Map<String, Overrides.Option> options() {
        var options = new LinkedHashMap<String, Overrides.Option>();
        for (var option : Overrides.Option.values()) {
            options.put(option.flag().substring(2).replace('-', '_').toLowerCase(Locale.ROOT), option);
        }
        return options;
    }
}
