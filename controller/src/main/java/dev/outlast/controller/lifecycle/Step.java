package dev.outlast.controller.lifecycle;

import java.util.ArrayList;
import java.util.List;

/// A task's next state and its lines of history; what the rules of one phase return.
record Step(TaskState next, List<Line> lines) {
    record Line(int attempt, String kind, String detail) {}

    static Step stay(TaskState state) {
        return new Step(state, List.of());
    }

    static Step to(TaskState next, int attempt, String kind, String detail) {
        return new Step(next, List.of(new Line(attempt, kind, detail)));
    }

    Step also(int attempt, String kind, String detail) {
        var more = new ArrayList<>(lines);
        more.add(new Line(attempt, kind, detail));
        return new Step(next, more);
    }
}
