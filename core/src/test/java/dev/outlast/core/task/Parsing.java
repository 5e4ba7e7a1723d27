package dev.outlast.core.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/// Parses in a test that knows how it ends.
final class Parsing {
    private Parsing() {}

    static Parsed.Accepted accepted(String yaml) {
        return accepted(yaml, Overrides.NONE);
    }

    static Parsed.Accepted accepted(String yaml, Overrides overrides) {
        var parsed = TaskLanguage.parse(yaml, overrides);
        assertThat(parsed).isInstanceOf(Parsed.Accepted.class);
        return (Parsed.Accepted) parsed;
    }

    static TaskSpec task(String yaml) {
        return accepted(yaml).job().tasks().getFirst();
    }

    static TaskSpec task(String yaml, Overrides overrides) {
        return accepted(yaml, overrides).job().tasks().getFirst();
    }

    /// What is wrong, rendered.
    static List<String> problems(String yaml, Overrides overrides) {
        var parsed = TaskLanguage.parse(yaml, overrides);
        assertThat(parsed).isInstanceOf(Parsed.Refused.class);
        return ((Parsed.Refused) parsed)
                .problems().stream().map(p -> p.render("t.yaml")).toList();
    }

    static List<String> problems(String yaml) {
        return problems(yaml, Overrides.NONE);
    }
}
