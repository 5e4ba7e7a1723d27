package dev.outlast.core.task;

import java.util.List;
import org.yaml.snakeyaml.nodes.Node;

/// Reads what a user wrote.
public final class TaskLanguage {
    private TaskLanguage() {}

    /// Reads a YAML text of one or more documents. Total: whatever the text is, the answer is a value, and all
    /// problems are in it, not only the first (up to 200).
    public static Parsed parse(String yamlText, Overrides overrides) {
        return switch (YamlText.compose(yamlText)) {
            case YamlText.Composed.Broken(int line, int column, String message) ->
                new Parsed.Refused(List.of(new Problem(line, column, "", message)), List.of());
            case YamlText.Composed.Documents(List<Node> nodes) -> {
                var findings = new Findings();
                var builder = new TreeBuilder(findings);
                yield new JobReader(overrides, findings)
                        .read(nodes.stream().map(builder::document).toList());
            }
        };
    }

    /// Reads a command given in place of a file: a task with only `run`.
    public static Parsed fromCommand(String shellCommand, Overrides overrides) {
        if (shellCommand.isBlank() || shellCommand.length() > YamlText.MAX_LENGTH) {
            var message = shellCommand.isBlank()
                    ? "the command is empty"
                    : "the command has more than " + YamlText.MAX_LENGTH + " characters";
            return new Parsed.Refused(List.of(new Problem(0, 0, "", message)), List.of());
        }
        var at = At.top(1, 1);
        var run = new Tree.Leaf(at.missing("run"), shellCommand, Setting.Kind.TEXT);
        var task = new Tree.Entries(at, List.of(new Tree.Entry(run.at(), "run", run)));
        return new JobReader(overrides, new Findings()).read(List.of(task));
    }
}
