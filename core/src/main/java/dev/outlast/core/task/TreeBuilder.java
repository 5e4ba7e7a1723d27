package dev.outlast.core.task;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/// From nodes to [Tree]s: follows aliases, applies `<<`, refuses duplicate keys, keys that are no text, and tags.
/// One builder serves all documents of a text, since the bound on values is for the text.
final class TreeBuilder {
    private static final Set<Tag> PLAIN_TAGS = Set.of(
            Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.TIMESTAMP, Tag.MERGE, Tag.MAP, Tag.SEQ, Tag.SET);

    private final Findings findings;
    private int budget = YamlText.MAX_NODES;
    private int characters = 2 * YamlText.MAX_LENGTH;

    TreeBuilder(Findings findings) {
        this.findings = findings;
    }

    Tree document(Node root) {
        return tree(root, At.top(line(root), column(root)), 0);
    }

    private Tree tree(Node node, At at, int depth) {
        if (depth > YamlText.MAX_DEPTH || budget-- <= 0 || !affords(node)) {
            // Aliases repeat what was written once: a few lines can stand for billions, or for themselves.
            var what = budget < 0 ? "aliases stand for more than this reads" : "nested too deep";
            findings.problem(at, what + "; write it out without aliases");
            return new Tree.Leaf(at, "", Setting.Kind.NOTHING);
        }
        if (!PLAIN_TAGS.contains(node.getTag())) {
            findings.problem(at, "the tag " + Text.quoted(node.getTag().getValue()) + " is not understood here");
        }
        return switch (node) {
            case ScalarNode scalar -> new Tree.Leaf(at, scalar.getValue(), Tree.kind(scalar.getTag()));
            case SequenceNode list -> items(list, at, depth);
            case MappingNode map -> entries(map, at, depth);
            // No other kind comes out of a composer.
            default -> new Tree.Leaf(at, "", Setting.Kind.NOTHING);
        };
    }

    /// A long text behind many aliases costs as much as if it were written as often.
    private boolean affords(Node node) {
        characters -= node instanceof ScalarNode scalar ? scalar.getValue().length() : 0;
        budget = characters < 0 ? -1 : budget;
        return characters >= 0;
    }

    private Tree items(SequenceNode list, At at, int depth) {
        var items = new ArrayList<Tree>();
        for (var node : list.getValue()) {
            if (budget < 0) {
                break;
            }
            items.add(tree(node, at.item(items.size(), line(node), column(node)), depth + 1));
        }
        return new Tree.Items(at, items);
    }

    private Tree entries(MappingNode map, At at, int depth) {
        Map<String, Tree.Entry> own = new LinkedHashMap<>();
        Map<String, Tree.Entry> merged = new LinkedHashMap<>();
        for (var tuple : map.getValue()) {
            if (budget < 0) {
                break;
            }
            if (tuple.getKeyNode().getTag().equals(Tag.MERGE)) {
                merge(tuple.getValueNode(), at, depth, merged);
            } else {
                add(tuple, at, depth, own);
            }
        }
        merged.forEach(own::putIfAbsent);
        return new Tree.Entries(at, List.copyOf(own.values()));
    }

    private void add(NodeTuple tuple, At at, int depth, Map<String, Tree.Entry> own) {
        var keyNode = tuple.getKeyNode();
        if (!(keyNode instanceof ScalarNode scalar)) {
            var keyAt = at.key("?", line(keyNode), column(keyNode));
            findings.problem(keyAt, "found a list or map as a key; expected text");
            return;
        }
        var key = scalar.getValue();
        var keyAt = at.key(key, line(keyNode), column(keyNode));
        var before = own.get(key);
        if (before != null) {
            findings.problem(
                    keyAt,
                    "duplicate key; it is already given in line "
                            + before.keyAt().line());
            return;
        }
        var value = tuple.getValueNode();
        own.put(key, new Tree.Entry(keyAt, key, tree(value, at.key(key, line(value), column(value)), depth + 1)));
    }

    /// Of several merged maps the first to have a key wins.
    private void merge(Node source, At at, int depth, Map<String, Tree.Entry> merged) {
        switch (tree(source, at.key("<<", line(source), column(source)), depth + 1)) {
            case Tree.Entries one -> one.entries().forEach(e -> merged.putIfAbsent(e.key(), e));
            case Tree.Items list ->
                list.items().forEach(item -> {
                    if (item instanceof Tree.Entries one) {
                        one.entries().forEach(e -> merged.putIfAbsent(e.key(), e));
                    } else {
                        findings.problem(item.at(), "found " + item.found() + "; expected a map to merge");
                    }
                });
            case Tree.Leaf leaf -> findings.problem(leaf.at(), "found " + leaf.found() + "; expected a map to merge");
        }
    }

    private static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    private static int column(Node node) {
        return node.getStartMark().getColumn() + 1;
    }
}
