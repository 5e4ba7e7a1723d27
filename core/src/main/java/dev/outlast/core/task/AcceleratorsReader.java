package dev.outlast.core.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads `accelerators`: one text, a list (tried in order), or a map or set (cheapest first).
final class AcceleratorsReader {
    private final Findings findings;
    private final List<AcceleratorDemand> found = new ArrayList<>();

    private AcceleratorsReader(Findings findings) {
        this.findings = findings;
    }

    static Accelerators read(Fields fields, Findings findings) {
        return fields.get("accelerators")
                .map(tree -> new AcceleratorsReader(findings).read(tree))
                .orElse(Accelerators.NONE);
    }

    private Accelerators read(Tree tree) {
        switch (tree) {
            case Tree.Leaf leaf when Text.lower(leaf.text()).equals("none") -> {}
            case Tree.Leaf leaf -> one(leaf.at(), leaf.text());
            case Tree.Entries map -> map.entries().forEach(this::entry);
            case Tree.Items list -> list.items().forEach(this::item);
        }
        var distinct = found.stream().distinct().toList();
        return new Accelerators(distinct, tree instanceof Tree.Items && distinct.size() > 1);
    }

    private void item(Tree item) {
        switch (item) {
            case Tree.Leaf leaf -> one(leaf.at(), leaf.text());
            case Tree.Entries map
            when map.entries().size() == 1 -> map.entries().forEach(this::entry);
            case Tree other ->
                findings.problem(other.at(), "found " + other.found() + "; expected <name> or <name>:<count>");
        }
    }

    /// `H100: 8`, or a member of a set such as `H100:8` with nothing behind it.
    private void entry(Tree.Entry entry) {
        switch (entry.value()) {
            case Tree value when value.isNothing() -> one(entry.keyAt(), entry.key());
            case Tree.Leaf count -> {
                var at = count.at();
                switch (AcceleratorText.count(count.text())) {
                    case Reading.Good<Double> _ -> one(entry.keyAt(), entry.key() + ":" + count.text());
                    case Reading.Bad<Double> _ ->
                        findings.problem(at, "found " + count.found() + "; expected a count above 0");
                }
            }
            case Tree other -> findings.problem(other.at(), "found " + other.found() + "; expected a count above 0");
        }
    }

    private void one(At at, String text) {
        switch (AcceleratorText.read(text)) {
            case Reading.Bad<AcceleratorDemand>(String expected) ->
                findings.problem(at, "found " + Text.quoted(text) + "; expected " + expected);
            case Reading.Good<AcceleratorDemand>(AcceleratorDemand demand) -> {
                if (demand instanceof AcceleratorDemand.Named(String name, double _)) {
                    checkName(at, name);
                }
                found.add(demand);
            }
        }
    }

    private void checkName(At at, String name) {
        if (KnownAccelerators.isKnown(name)) {
            return;
        }
        Optional<String> closest = KnownAccelerators.closest(name);
        var hint = closest.map(k -> "; did you mean '" + k + "'?").orElse("");
        if (closest.isPresent() && !KnownAccelerators.differInModelNumber(name, closest.get())) {
            findings.problem(at, "no accelerator is called " + Text.quoted(name) + hint);
        } else {
            findings.warning(at, Text.quoted(name) + " is not an accelerator name this installation knows" + hint);
        }
    }
}
