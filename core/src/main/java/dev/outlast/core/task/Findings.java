package dev.outlast.core.task;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What is wrong or noteworthy so far. The same word about the same place is kept once: the base of `any_of` is read
/// again for each of its items. Bounded, so that a hostile text cannot fill the memory with complaints.
final class Findings {
    static final int MOST = 200;

    private final Set<Problem> problems = new LinkedHashSet<>();
    private final Set<Warning> warnings = new LinkedHashSet<>();

    void problem(At at, String message) {
        if (problems.size() < MOST) {
            problems.add(new Problem(at.line(), at.column(), at.path(), message));
        }
    }

    void warning(At at, String message) {
        if (warnings.size() < MOST) {
            warnings.add(new Warning(at.line(), at.column(), at.path(), message));
        }
    }

    boolean hasProblems() {
        return !problems.isEmpty();
    }

    List<Problem> problems() {
        return problems.stream().sorted(Problem.IN_FILE_ORDER).toList();
    }

    List<Warning> warnings() {
        return warnings.stream().sorted(Warning.IN_FILE_ORDER).toList();
    }
}
