package dev.outlast.core.task;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/// Finds the scalars of a text that hold secrets, and what to put in their place.
final class SecretScalars {
    /// The modern key and the old spelling that acts.
    private static final Set<String> KEYS = Set.of("secrets", "secret");

    private static final String AS_WRITTEN = "_user_specified_yaml";
    private static final String REFERENCE = "secrets:";
    private static final int MAX_DEPTH = 3;

    private final int depth;
    private final IdentityHashMap<Node, Cut> cuts = new IdentityHashMap<>();
    private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private SecretScalars(int depth) {
        this.depth = depth;
    }

    /// Empty if the text is not readable as YAML.
    static Optional<List<Cut>> in(String text, int depth) {
        return switch (YamlText.compose(text)) {
            case YamlText.Composed.Broken _ -> Optional.empty();
            case YamlText.Composed.Documents(List<Node> nodes) -> {
                var scalars = new SecretScalars(depth);
                nodes.forEach(scalars::document);
                yield Optional.of(List.copyOf(scalars.cuts.values()));
            }
        };
    }

    private void document(Node root) {
        if (!(root instanceof MappingNode map)) {
            if (root instanceof SequenceNode several && seen.add(root)) {
                several.getValue().forEach(this::document);
            }
            return;
        }
        if (!seen.add(root)) {
            return;
        }
        for (var tuple : map.getValue()) {
            var key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
            if (tuple.getKeyNode().getTag().equals(Tag.MERGE)) {
                document(tuple.getValueNode());
            } else if (KEYS.contains(key)) {
                secrets(tuple.getValueNode());
            } else if (key.equals(AS_WRITTEN)
                    && tuple.getValueNode() instanceof ScalarNode scalar
                    && seen.add(scalar)) {
                asWritten(scalar);
            }
        }
    }

    private void secrets(Node node) {
        switch (node) {
            case ScalarNode scalar -> secret(scalar);
            case SequenceNode list when seen.add(list) -> list.getValue().forEach(this::secrets);
            case MappingNode map when seen.add(map) -> map.getValue().forEach(tuple -> secrets(tuple.getValueNode()));
            default -> {}
        }
    }

    private void secret(ScalarNode scalar) {
        var value = scalar.getValue();
        if (!value.isEmpty()
                && !scalar.getTag().equals(Tag.NULL)
                && !value.startsWith(REFERENCE)
                && !value.equals(JobSpecYaml.REDACTED)) {
            replace(scalar, quotedLike(scalar));
        }
    }

    private void asWritten(ScalarNode scalar) {
        var inner = depth < MAX_DEPTH ? JobSpecYaml.redacted(scalar.getValue(), depth + 1) : Optional.<String>empty();
        var clean = inner.orElse(JobSpecYaml.REDACTED);
        if (!clean.equals(scalar.getValue())) {
            replace(scalar, Cut.quoted(clean));
        }
    }

    private static String quotedLike(ScalarNode scalar) {
        return switch (scalar.getScalarStyle()) {
            case DOUBLE_QUOTED -> "\"" + JobSpecYaml.REDACTED + "\"";
            case SINGLE_QUOTED -> "'" + JobSpecYaml.REDACTED + "'";
            case LITERAL, FOLDED, JSON_SCALAR_STYLE, PLAIN -> JobSpecYaml.REDACTED;
        };
    }

    private void replace(ScalarNode scalar, String replacement) {
        var anchor = scalar.getAnchor() == null ? "" : "&" + scalar.getAnchor() + " ";
        cuts.put(
                scalar,
                new Cut(scalar.getStartMark().getIndex(), scalar.getEndMark().getIndex(), anchor + replacement));
    }
}
