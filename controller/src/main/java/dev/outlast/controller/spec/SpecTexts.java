package dev.outlast.controller.spec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.outlast.core.store.SpecRow;
import dev.outlast.core.task.JobSpecYaml;
import dev.outlast.core.task.Overrides;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// A task text with all that is needed to read it again, and its stored form without secrets.
public final class SpecTexts {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// What a client sends.
    ///
    /// @param command whether `text` is a shell command in place of a YAML file
    /// @param blobs by local path as written: sha256 of the uploaded archive
    public record Source(String text, boolean command, Overrides overrides, Map<String, String> blobs) {
        public Source {
            Objects.requireNonNull(text);
            Objects.requireNonNull(overrides);
            blobs = Map.copyOf(blobs);
        }
    }

    private SpecTexts() {}

    /// Secrets are cut out of the text, of the overrides and of the paths of uploads; their names stay.
    ///
    /// @param secrets all of them, also those in the text
    public static SpecRow stored(Source source, Map<String, String> secrets) {
        var text = source.command() ? source.text() : JobSpecYaml.redacted(source.text());
        var overrides = encode(source, secrets);
        return new SpecRow(hash(text + "\0" + overrides), text, overrides);
    }

    public static String hash(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// A stored text, ready to be read again.
    ///
    /// @param value what to read where a secret of a name was: the value itself is sealed elsewhere
    public static Source read(SpecRow row, UnaryOperator<String> value) {
        try {
            var node = JSON.readTree(row.overrides());
            var options = new EnumMap<Overrides.Option, List<String>>(Overrides.Option.class);
            node.path("options").properties().forEach(e -> {
                var values = new ArrayList<String>();
                e.getValue().forEach(v -> values.add(v.asText()));
                options.put(Overrides.Option.valueOf(e.getKey()), values);
            });
            var secrets = new LinkedHashMap<String, String>();
            node.path("secrets").forEach(name -> secrets.put(name.asText(), value.apply(name.asText())));
            return new Source(
                    row.text(),
                    node.path("command").asBoolean(),
                    new Overrides(node.path("fallback_name").asText(), options, strings(node, "envs"), secrets),
                    SecretPaths.shown(strings(node, "blobs"), secrets));
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("stored overrides of task text " + row.hash() + " cannot be read", broken);
        }
    }

    private static Map<String, String> strings(JsonNode node, String key) {
        var map = new LinkedHashMap<String, String>();
        node.path(key)
                .properties()
                .forEach(e -> map.put(e.getKey(), e.getValue().asText()));
        return map;
    }

    private static String encode(Source source, Map<String, String> secrets) {
        ObjectNode node = JSON.createObjectNode();
        node.put("fallback_name", source.overrides().fallbackName());
        node.put("command", source.command());
        var options = node.putObject("options");
        source.overrides().options().forEach((option, values) -> {
            var list = options.putArray(option.name());
            values.forEach(list::add);
        });
        var envs = node.putObject("envs");
        source.overrides().envs().forEach(envs::put);
        var names = node.putArray("secrets");
        secrets.keySet().stream().sorted().forEach(names::add);
        var blobs = node.putObject("blobs");
        var paths = SecretPaths.isIn(source, secrets.keySet())
                ? SecretPaths.hidden(source.blobs(), secrets)
                : source.blobs();
        new TreeMap<>(paths).forEach(blobs::put);
        return node.toString();
    }
}
