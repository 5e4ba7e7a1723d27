package dev.outlast.controller.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/// `config.yaml` as dotted keys: `limits.total: 100` is `limits.total` → `100`; lists are joined by commas.
final class Flattened {
    private Flattened() {}

    static Map<String, String> read(Path file) throws ConfigException {
        if (!Files.exists(file)) {
            return Map.of();
        }
        try (var reader = Files.newBufferedReader(file)) {
            var options = new LoaderOptions();
            options.setAllowDuplicateKeys(false);
            Object tree = new Yaml(new SafeConstructor(options)).load(reader);
            var flat = new TreeMap<String, String>();
            if (tree != null) {
                flatten("", tree, flat);
            }
            return flat;
        } catch (IOException | YAMLException unreadable) {
            throw new ConfigException("cannot read " + file + ": " + unreadable.getMessage());
        }
    }

    private static void flatten(String prefix, Object node, Map<String, String> flat) throws ConfigException {
        switch (node) {
            case Map<?, ?> map -> {
                for (var entry : map.entrySet()) {
                    var key = prefix.isEmpty() ? String.valueOf(entry.getKey()) : prefix + "." + entry.getKey();
                    if (entry.getValue() == null) {
                        throw new ConfigException(key + " has no value");
                    }
                    flatten(key, entry.getValue(), flat);
                }
            }
            case List<?> list ->
                flat.put(
                        prefix,
                        String.join(",", list.stream().map(String::valueOf).toList()));
            default -> flat.put(prefix, String.valueOf(node));
        }
    }
}
