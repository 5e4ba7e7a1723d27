package dev.outlast.core.task;

import java.util.List;

/// What became of a text. Problems and warnings are in the order of the file.
public sealed interface Parsed {
    List<Warning> warnings();

    record Accepted(JobSpec job, List<Warning> warnings) implements Parsed {
        public Accepted {
            warnings = List.copyOf(warnings);
        }
    }

    /// At least one problem.
    record Refused(List<Problem> problems, List<Warning> warnings) implements Parsed {
        public Refused {
            problems = List.copyOf(problems);
            warnings = List.copyOf(warnings);
        }
    }
}
