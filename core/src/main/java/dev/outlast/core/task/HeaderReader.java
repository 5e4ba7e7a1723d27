package dev.outlast.core.task;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Reads the first document where it is no task: the header of a pipeline or of a job group.
final class HeaderReader {
    private static final String PARALLEL = "parallel";

    private final Findings findings;

    private HeaderReader(Findings findings) {
        this.findings = findings;
    }

    /// `targets` are the tasks it names, each with its place.
    record Header(boolean found, At at, String name, Execution execution, GroupHeader group, List<Tree.Leaf> targets) {
        private static final Header NONE =
                new Header(false, At.top(1, 1), "", Execution.SERIAL, GroupHeader.NONE, List.of());

        void checkTargets(Set<String> tasks, Findings findings) {
            for (var target : targets) {
                if (!tasks.contains(target.text())) {
                    findings.problem(
                            target.at(),
                            "no task is called " + Text.quoted(target.text()) + Closest.hint(target.text(), tasks));
                }
            }
        }
    }

    static Header read(List<Tree> documents, Findings findings) {
        if (!(documents.getFirst() instanceof Tree.Entries first)) {
            return Header.NONE;
        }
        var reader = new HeaderReader(findings);
        var keys = first.keys().stream().filter(k -> !k.startsWith("_")).collect(Collectors.toSet());
        boolean onlyHeader = keys.equals(Set.of("name")) || keys.equals(Set.of("name", "execution"));
        if (isParallel(first) && (documents.size() > 1 || onlyHeader)) {
            if (documents.size() == 1) {
                findings.problem(first.at(), "a job group needs at least one task, in a document of its own");
            }
            return reader.group(first);
        }
        return onlyHeader ? reader.pipeline(first) : Header.NONE;
    }

    private static boolean isParallel(Tree.Entries document) {
        return document.get("execution").orElse(document) instanceof Tree.Leaf leaf
                && Text.lower(leaf.text()).equals(PARALLEL);
    }

    private Header pipeline(Tree.Entries document) {
        var fields = Fields.open(document, Section.HEADER, findings);
        var name = fields.text("name");
        if (!name.isEmpty() && !NameText.isTaskName(name)) {
            findings.problem(
                    fields.at("name"), Text.quoted(name) + " is no name of a job; expected " + NameText.TASK_NAME);
        }
        var execution = fields.text("execution");
        if (!execution.isEmpty() && !Text.lower(execution).equals("serial")) {
            findings.problem(
                    fields.at("execution"),
                    "found " + Text.quoted(execution)
                            + "; expected 'serial' for a pipeline, or 'parallel' for a job group");
        }
        return new Header(true, document.at(), name, Execution.SERIAL, GroupHeader.NONE, List.of());
    }

    private Header group(Tree.Entries document) {
        var fields = Fields.open(document, Section.HEADER, findings);
        var name = fields.text("name");
        if (!fields.has("name")) {
            findings.problem(fields.at("name"), "a job group needs a 'name'");
        } else if (!NameText.isGroupName(name)) {
            findings.problem(
                    fields.at("name"),
                    Text.quoted(name) + " is no name of a job group; expected " + NameText.GROUP_NAME);
        }
        var primary = fields.leaves("primary_tasks");
        var targets = new ArrayList<>(primary);
        var delays = delays(fields, targets);
        var byDefault = delays.remove("default");
        var group = new GroupHeader(
                primary.stream().map(Tree.Leaf::text).toList(),
                byDefault == null ? Duration.ZERO : byDefault,
                delays,
                fields.flag("inter_connection", true));
        return new Header(true, document.at(), name, Execution.PARALLEL, group, targets);
    }

    /// Task, or `default`, to delay.
    private Map<String, Duration> delays(Fields fields, List<Tree.Leaf> targets) {
        var delays = new LinkedHashMap<String, Duration>();
        if (fields.get("termination_delay").orElse(null) instanceof Tree.Entries map) {
            for (var entry : map.entries()) {
                var one = Fields.none(map.at(), findings).with(entry.key(), entry.value());
                delays.put(entry.key(), delay(one, entry.key()));
                if (!entry.key().equals("default")) {
                    targets.add(new Tree.Leaf(entry.keyAt(), entry.key(), Setting.Kind.TEXT));
                }
            }
        } else {
            delays.put("default", delay(fields, "termination_delay"));
        }
        return delays;
    }

    private static Duration delay(Fields fields, String key) {
        return fields.read(key, text -> TimeText.read(text, TimeText.Bare.SECONDS), Duration.ZERO);
    }
}
