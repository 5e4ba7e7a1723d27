package dev.outlast.core.task;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;

/// Reads `resources`: lays each item of `any_of` or `ordered` over the base and the command line over both.
///
/// What is under the base is read again for each item, so both are bounded: their product is what costs.
final class ResourcesReader {
    private static final int MOST_ITEMS = 200;
    private static final int MOST_VALUES = 1_000;

    private final Findings findings;

    private ResourcesReader(Findings findings) {
        this.findings = findings;
    }

    /// What `resources` says, with the fields that belong to the task as a whole taken out.
    record Resources(
            ResourceChoice choice,
            RecoverySpec recovery,
            int priority,
            boolean priorityGiven,
            At priorityAt,
            String priorityClass) {}

    private record Candidate(
            Fields fields, ResourceSpec spec, RecoverySpec recovery, int priority, String priorityClass) {}

    static Resources read(Fields task, OptionTrees options, Findings findings) {
        return new ResourcesReader(findings).read(task.open("resources", Section.RESOURCES), options);
    }

    private Resources read(Fields fields, OptionTrees options) {
        var anyOf = fields.get("any_of");
        var ordered = fields.get("ordered");
        if (anyOf.isPresent() && ordered.isPresent()) {
            findings.problem(fields.at("ordered"), "cannot be given together with 'any_of'; choose one");
        }
        var overlay = PlaceKeys.apart(options.resources(findings), findings);
        var base = PlaceKeys.apart(bounded(fields.without("any_of", "ordered")), findings);
        var candidates = new ArrayList<Candidate>();
        for (var item : anyOf.or(() -> ordered).map(this::items).orElse(List.of(Fields.none(base.at(), findings)))) {
            var merged = over(over(base, item), overlay).without(options.removed());
            candidates.add(candidate(merged));
        }
        if (candidates.isEmpty()) {
            candidates.add(candidate(over(base, overlay).without(options.removed())));
        }
        anyOf.ifPresent(_ -> checkAnyOf(candidates));
        ordered.ifPresent(_ -> checkOrdered(candidates));
        var first = candidates.getFirst();
        same(candidates, Candidate::recovery, "job_recovery");
        same(candidates, Candidate::priority, "priority");
        same(candidates, Candidate::priorityClass, "priority_class");
        var specs = candidates.stream().map(Candidate::spec).distinct().toList();
        var choice = anyOf.isPresent()
                ? new ResourceChoice.AnyOf(specs)
                : ordered.isPresent() ? new ResourceChoice.Ordered(specs) : new ResourceChoice.Single(first.spec);
        return new Resources(
                choice,
                first.recovery,
                first.priority,
                first.fields.has("priority"),
                first.fields.at("priority"),
                first.priorityClass);
    }

    private List<Fields> items(Tree tree) {
        if (!(tree instanceof Tree.Items list) || list.items().isEmpty()) {
            var found = tree instanceof Tree.Items ? "an empty list" : tree.found();
            findings.problem(tree.at(), "found " + found + "; expected a list of at least one map of resources");
            return List.of();
        }
        if (list.items().size() > MOST_ITEMS) {
            findings.problem(tree.at(), "found " + list.items().size() + " items; at most " + MOST_ITEMS + " are read");
        }
        return list.items().stream().limit(MOST_ITEMS).map(this::item).toList();
    }

    private Fields bounded(Fields fields) {
        var result = fields;
        for (var field : fields.all().entrySet()) {
            long size = field.getValue().size();
            if (size > MOST_VALUES) {
                findings.problem(
                        field.getValue().at(), "has " + size + " values in it; at most " + MOST_VALUES + " are read");
                result = result.without(field.getKey());
            }
        }
        return result;
    }

    private Fields item(Tree tree) {
        var fields = Fields.open(tree, Section.RESOURCES, findings);
        for (var key : List.of("any_of", "ordered")) {
            if (fields.has(key)) {
                findings.problem(fields.at(key), "cannot be inside another choice of resources");
            }
        }
        return PlaceKeys.apart(fields.without("any_of", "ordered"), findings);
    }

    private static Fields over(Fields base, Fields item) {
        var result = PlaceKeys.makeRoom(base, item);
        for (var entry : item.all().entrySet()) {
            var value = entry.getKey().equals("labels") ? labels(base, entry.getValue()) : entry.getValue();
            result = result.with(entry.getKey(), value);
        }
        return result;
    }

    private static Tree labels(Fields base, Tree item) {
        if (item instanceof Tree.Entries more && base.get("labels").orElse(item) instanceof Tree.Entries labels) {
            var merged = new LinkedHashMap<String, Tree.Entry>();
            labels.entries().forEach(e -> merged.put(e.key(), e));
            more.entries().forEach(e -> merged.put(e.key(), e));
            return new Tree.Entries(more.at(), List.copyOf(merged.values()));
        }
        return item;
    }

    private Candidate candidate(Fields fields) {
        return new Candidate(
                fields,
                ResourceReader.read(fields, findings),
                RecoveryReader.read(fields, findings),
                fields.whole("priority", -TaskSpec.MAX_PRIORITY, TaskSpec.MAX_PRIORITY, 0),
                fields.text("priority_class"));
    }

    private void checkAnyOf(List<Candidate> candidates) {
        for (var one : candidates) {
            if (one.spec.accelerators().ordered()) {
                findings.problem(
                        one.fields.at("accelerators"),
                        "an ordered list of accelerators cannot be given together with 'any_of'; write a map, or "
                                + "use 'ordered'");
            }
        }
    }

    private void checkOrdered(List<Candidate> candidates) {
        for (var one : candidates) {
            if (one.spec.accelerators().alternatives().size() > 1) {
                findings.problem(
                        one.fields.at("accelerators"),
                        "several accelerators cannot be given together with 'ordered'; write one item for each");
            }
        }
    }

    private <T> void same(List<Candidate> candidates, Function<Candidate, T> value, String key) {
        var first = value.apply(candidates.getFirst());
        for (var other : candidates) {
            if (!value.apply(other).equals(first)) {
                var at = other.fields.has(key)
                        ? other.fields.at(key)
                        : candidates.getFirst().fields.at(key);
                findings.problem(at, "must be the same for all resources of a task");
                return;
            }
        }
    }
}
