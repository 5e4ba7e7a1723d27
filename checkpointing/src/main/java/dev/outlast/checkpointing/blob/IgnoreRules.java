package dev.outlast.checkpointing.blob;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// The patterns of a `.skyignore` or of the top `.gitignore`, as git reads them: `#` comments, `!` exceptions,
/// the last
/// match decides; a pattern with a slash before its end starts at the top, any other matches at every depth; a
/// slash at
/// the end means folders only; `*`, `?`, `[a-z]`, `[!a-z]` and `**`. What lies in an ignored folder stays ignored.
///
/// Not read: `.gitignore` files further down, `.git/info/exclude`, and the user's global excludes.
final class IgnoreRules {
    private final List<Rule> rules = new ArrayList<>();

    private record Rule(Pattern path, boolean foldersOnly, boolean ignored) {}

    IgnoreRules(List<String> lines) {
        rules.add(new Rule(Pattern.compile("(?:.*/)?\\.git"), false, true));
        lines.stream().map(IgnoreRules::trimmed).filter(IgnoreRules::isPattern).forEach(this::add);
    }

    /// @param path relative, with `/`; its parents are known not to be ignored
    boolean ignores(String path, boolean isFolder) {
        boolean ignored = false;
        for (Rule rule : rules) {
            boolean applies = isFolder || !rule.foldersOnly();
            if (applies && rule.path().matcher(path).matches()) {
                ignored = rule.ignored();
            }
        }
        return ignored;
    }

    private static boolean isPattern(String line) {
        return !line.isEmpty() && !line.startsWith("#") && !line.equals("/") && !line.equals("!");
    }

    private static String trimmed(String line) {
        String kept = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
        while (kept.endsWith(" ") && !kept.endsWith("\\ ")) {
            kept = kept.substring(0, kept.length() - 1);
        }
        return kept;
    }

    private void add(String line) {
        boolean ignored = !line.startsWith("!");
        String glob = ignored ? line : line.substring(1);
        boolean foldersOnly = glob.endsWith("/");
        String name = foldersOnly ? glob.substring(0, glob.length() - 1) : glob;
        boolean fromTop = name.contains("/");
        String below = name.startsWith("/") ? name.substring(1) : name;
        try {
            Pattern path = Pattern.compile((fromTop ? "" : "(?:.*/)?") + regex(below), Pattern.DOTALL);
            rules.add(new Rule(path, foldersOnly, ignored));
        } catch (PatternSyntaxException unreadable) {
            // A pattern that means nothing ignores nothing, as in git.
        }
    }

    private static String regex(String glob) {
        StringBuilder regex = new StringBuilder();
        int i = 0;
        while (i < glob.length()) {
            char c = glob.charAt(i);
            if (glob.startsWith("**/", i) && (i == 0 || glob.charAt(i - 1) == '/')) {
                regex.append("(?:.*/)?");
                i += 3;
            } else if (glob.startsWith("/**", i) && i + 3 == glob.length()) {
                regex.append("/.+");
                i += 3;
            } else if (c == '[' && glob.indexOf(']', i + 2) > 0) {
                int end = glob.indexOf(']', i + 2);
                regex.append(characters(glob.substring(i + 1, end)));
                i = end + 1;
            } else {
                boolean escaped = c == '\\' && i + 1 < glob.length();
                regex.append(escaped ? Pattern.quote(glob.substring(i + 1, i + 2)) : one(c));
                i += escaped ? 2 : 1;
            }
        }
        return regex.toString();
    }

    private static String one(char c) {
        return switch (c) {
            case '*' -> "[^/]*";
            case '?' -> "[^/]";
            default -> Pattern.quote(String.valueOf(c));
        };
    }

    private static String characters(String inside) {
        boolean negated = inside.startsWith("!") || inside.startsWith("^");
        String set = (negated ? inside.substring(1) : inside).replaceAll("[\\\\\\[\\]&^]", "\\\\$0");
        return "(?!/)[" + (negated ? "^" : "") + set + "]";
    }
}
