package dev.outlast.core.task;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What is wrong or noteworthy so far. The same word about the same place is kept once: the base of `any_of` is
/// read
/// again for each of its items. Bounded, so that a hostile text cannot fill the memory with complaints.
final class Findings {
    static final int MOST = 200;
    private static final int SHORTEST_HIDDEN = 6;

    private final Set<Problem> problems = new LinkedHashSet<>();
    private final Set<Warning> warnings = new LinkedHashSet<>();
    private final Set<String> hidden = new LinkedHashSet<>();

    /// From now on these values appear in no message. Very short ones are let be: they would tear words apart and
    /// give nothing away.
    void hide(List<String> values) {
        values.stream().filter(v -> v.length() >= SHORTEST_HIDDEN).forEach(hidden::add);
    }

    void problem(At at, String message) {
        if (problems.size() < MOST) {
            problems.add(new Problem(at.line(), at.column(), at.path(), shown(message)));
        }
    }

    void warning(At at, String message) {
        if (warnings.size() < MOST) {
            warnings.add(new Warning(at.line(), at.column(), at.path(), shown(message)));
        }
    }

    private String shown(String message) {
        var shown = message;
        for (var value : hidden) {
            shown = shown.replace(value, JobSpecYaml.REDACTED);
        }
        return shown;
    }

    boolean hasProblems() {
        return !problems.isEmpty();
    }

    /// Whether further problems are dropped.
    boolean isFull() {
        return problems.size() >= MOST;
    }

    List<Problem> problems() {
        return problems.stream().sorted(Problem.IN_FILE_ORDER).toList();
    }

    List<Warning> warnings() {
        return warnings.stream().sorted(Warning.IN_FILE_ORDER).toList();
    }
}
