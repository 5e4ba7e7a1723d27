package dev.outlast.controller.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What `decide` does over all samples, by kind: phase × event → phases.
final class TransitionTable {
    private final Map<String, Map<String, Set<String>>> next = new TreeMap<>();
    private final List<String> phases = List.copyOf(Samples.phases().keySet());
    private final List<String> events =
            List.copyOf(Samples.events(1, Given.START).keySet());

    TransitionTable() {
        Samples.phases().forEach((name, samples) -> samples.forEach(phase -> visit(name, phase)));
    }

    private void visit(String name, Phase phase) {
        for (var facts : Samples.facts()) {
            for (var in : Samples.situations()) {
                var task = Samples.task(phase);
                var state = new JobState(List.of(task), "");
                Samples.events(Math.max(1, Samples.current(task)), in.now()).forEach((event, samples) -> {
                    for (var sample : samples) {
                        var after = Lifecycle.decide(Given.job(facts), state, sample, in)
                                .next();
                        next.computeIfAbsent(name, _ -> new TreeMap<>())
                                .computeIfAbsent(event, _ -> new TreeSet<>())
                                .add(after.task(0).phase().getClass().getSimpleName());
                    }
                });
            }
        }
    }

    /// One line for each pair that can leave the phase; pairs that are not listed stay.
    List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add("| in | hears | goes to |");
        lines.add("|---|---|---|");
        for (var phase : phases) {
            for (var event : events) {
                var to = next.getOrDefault(phase, Map.of()).getOrDefault(event, Set.of());
                if (!to.equals(Set.of(phase))) {
                    lines.add("| " + phase + " | " + event + " | "
                            + String.join(
                                    ", ", phases.stream().filter(to::contains).toList()) + " |");
                }
            }
        }
        return lines;
    }
}
