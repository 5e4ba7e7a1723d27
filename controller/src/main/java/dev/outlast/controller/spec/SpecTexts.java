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
import java.util.Collection;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// A task text with all that is needed to read it again, and its stored form without secrets.
public final class SpecTexts {
    /// Stands for a secret's value when a stored text is read: the value itself is sealed elsewhere.
    private static final String STAND_IN = "sealed";

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

    /// Secrets are cut out of the text and of the overrides; their names stay.
    ///
    /// @param secretNames of all secrets, also those in the text: it is read again with a stand-in for each
    public static SpecRow stored(Source source, Collection<String> secretNames) {
        var text = source.command() ? source.text() : JobSpecYaml.redacted(source.text());
        var overrides = encode(source, secretNames);
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
    public static Source read(SpecRow row) {
        try {
            var node = JSON.readTree(row.overrides());
            var options = new EnumMap<Overrides.Option, List<String>>(Overrides.Option.class);
            node.path("options").properties().forEach(e -> {
                var values = new ArrayList<String>();
                e.getValue().forEach(v -> values.add(v.asText()));
                options.put(Overrides.Option.valueOf(e.getKey()), values);
            });
            var secrets = new LinkedHashMap<String, String>();
            node.path("secrets").forEach(name -> secrets.put(name.asText(), STAND_IN));
            return new Source(
                    row.text(),
                    node.path("command").asBoolean(),
                    new Overrides(node.path("fallback_name").asText(), options, strings(node, "envs"), secrets),
                    strings(node, "blobs"));
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

    private static String encode(Source source, Collection<String> secretNames) {
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
        var secrets = node.putArray("secrets");
        secretNames.stream().sorted().distinct().forEach(secrets::add);
        var blobs = node.putObject("blobs");
        new TreeMap<>(source.blobs()).forEach(blobs::put);
        return node.toString();
    }
}
