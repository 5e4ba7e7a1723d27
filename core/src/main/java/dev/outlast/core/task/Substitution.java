package dev.outlast.core.task;

import java.util.LinkedHashMap;
import java.util.Map;

/// Puts variables of the task where `${NAME}` or `$NAME` stands. One pass: what is put in is not looked at again.
/// Unknown names stay as they are, since a path may mean a variable of the node.
final class Substitution {
    private static final int LONGEST = 64 << 10;
    private static final int MOST = YamlText.MAX_LENGTH;

    private final Map<String, String> values = new LinkedHashMap<>();
    private final Findings findings;
    private int produced;

    Substitution(Environment environment, Findings findings) {
        this.findings = findings;
        values.putAll(environment.envs());
        environment.secrets().forEach((name, secret) -> {
            if (secret instanceof Secret.Inline(String value)) {
                values.put(name, value);
            }
        });
    }

    /// All scalars and keys of the tree.
    Tree in(Tree tree) {
        return switch (tree) {
            case Tree.Leaf leaf -> new Tree.Leaf(leaf.at(), in(leaf.at(), leaf.text()), leaf.kind());
            case Tree.Items list ->
                new Tree.Items(list.at(), list.items().stream().map(this::in).toList());
            case Tree.Entries map ->
                new Tree.Entries(map.at(), map.entries().stream().map(this::in).toList());
        };
    }

    private Tree.Entry in(Tree.Entry entry) {
        return new Tree.Entry(entry.keyAt(), in(entry.keyAt(), entry.key()), in(entry.value()));
    }

    private String in(At at, String text) {
        if (text.indexOf('$') < 0) {
            return text;
        }
        var result = new StringBuilder();
        int from = 0;
        while (from < text.length()) {
            int dollar = text.indexOf('$', from);
            if (dollar < 0) {
                break;
            }
            boolean braced = dollar + 1 < text.length() && text.charAt(dollar + 1) == '{';
            int start = dollar + (braced ? 2 : 1);
            int end = endOfName(text, start);
            boolean closed = !braced || (end < text.length() && text.charAt(end) == '}');
            var value = closed ? values.get(text.substring(start, end)) : null;
            int next = value == null ? Math.max(end, dollar + 1) : end + (braced ? 1 : 0);
            result.append(text, from, dollar).append(value == null ? text.substring(dollar, next) : value);
            if (result.length() > LONGEST || produced > MOST) {
                findings.problem(at, "is longer than " + LONGEST + " characters once its variables are put in");
                return text;
            }
            from = next;
        }
        produced += result.length();
        return result.append(text, from, text.length()).toString();
    }

    private static int endOfName(String text, int start) {
        int end = start;
        while (end < text.length()
                && (Text.isAsciiLetter(text.charAt(end))
                        || text.charAt(end) == '_'
                        || (end > start && Text.isDigit(text.charAt(end))))) {
            end++;
        }
        return end;
    }
}
