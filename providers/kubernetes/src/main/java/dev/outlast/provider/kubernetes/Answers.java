package dev.outlast.provider.kubernetes;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;

/// Reads what an API server says, without what nobody here reads and every pod is half made of: who manages which of
/// its fields, and its own files. Lists and watches of thousands leave out more: how a pod is made, and what images a
/// node has, which no sight of them is made from ([PodSight], [NodeSight]).
final class Answers implements AutoCloseable {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    /// Within `spec` and `status` only: elsewhere these may be names that people gave.
    private static final Set<String> MAKE = Set.of(
            "affinity",
            "args",
            "command",
            "env",
            "hostIPs",
            "image",
            "imageID",
            "images",
            "lifecycle",
            "livenessProbe",
            "podIPs",
            "readinessProbe",
            "securityContext",
            "startupProbe",
            "tolerations",
            "topologySpreadConstraints",
            "volumeMounts",
            "volumes");

    private final JsonParser parser;
    private final boolean sights;

    private Answers(JsonParser parser, boolean sights) {
        this.parser = parser;
        this.sights = sights;
    }

    /// Sights of a watch. Waits for the first byte.
    ///
    /// @param stream of values, one after the other
    static Answers of(InputStream stream) throws IOException {
        return new Answers(Trees.JSON.createParser(stream), true);
    }

    /// An answer of one value; nothing is the missing node.
    static JsonNode read(byte[] bytes) throws IOException {
        return read(bytes, false);
    }

    /// A list to make sights from.
    static JsonNode sights(byte[] bytes) throws IOException {
        return read(bytes, true);
    }

    private static JsonNode read(byte[] bytes, boolean sights) throws IOException {
        try (var answers = new Answers(Trees.JSON.createParser(bytes), sights)) {
            return answers.next().orElseGet(Trees.JSON::missingNode);
        }
    }

    /// The next value; empty at the end.
    Optional<JsonNode> next() throws IOException {
        var token = parser.nextToken();
        return token == null ? Optional.empty() : Optional.of(tree(token, false));
    }

    private JsonNode tree(JsonToken token, boolean make) throws IOException {
        return switch (token) {
            case START_OBJECT -> {
                var node = NODES.objectNode();
                for (var name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                    var value = parser.nextToken();
                    if (isRead(name) && !(make && MAKE.contains(name))) {
                        node.set(name, tree(value, make || (sights && (name.equals("spec") || name.equals("status")))));
                    } else {
                        parser.skipChildren();
                    }
                }
                yield node;
            }
            case START_ARRAY -> {
                var node = NODES.arrayNode();
                for (var item = parser.nextToken(); item != JsonToken.END_ARRAY; item = parser.nextToken()) {
                    node.add(tree(item, make));
                }
                yield node;
            }
            case VALUE_STRING -> NODES.textNode(parser.getText());
            case VALUE_NUMBER_INT -> NODES.numberNode(parser.getLongValue());
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDoubleValue());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                throw new IOException("no JSON: " + token);
        };
    }

    private static boolean isRead(String name) {
        return !name.equals("managedFields") && !name.startsWith(Keys.FILE);
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
