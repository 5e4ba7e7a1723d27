package dev.outlast.core.task;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads the documents of a text as a job: tells header, pipeline and group apart, names the tasks, and checks what
/// only shows when all tasks are seen together.
final class JobReader {
    private final Overrides overrides;
    private final Findings findings;

    JobReader(Overrides overrides, Findings findings) {
        this.overrides = overrides;
        this.findings = findings;
    }

    Parsed read(List<Tree> all) {
        var documents = all.stream().filter(d -> !d.isNothing()).toList();
        if (documents.isEmpty()) {
            findings.problem(At.top(1, 1), "the text has no task; expected at least 'run' or 'setup'");
            return refused();
        }
        var header = HeaderReader.read(documents, findings);
        var taskDocuments = header.found() ? documents.subList(1, documents.size()) : documents;
        boolean alone = taskDocuments.size() <= 1;
        if (!alone) {
            warnOfIgnored(taskDocuments.size());
        }
        var options = alone ? new OptionTrees(overrides) : OptionTrees.empty();
        var drafts = new ArrayList<TaskReader.Draft>();
        for (var document : taskDocuments) {
            drafts.add(TaskReader.read(document, options, overrides, findings));
        }
        if (drafts.isEmpty()) {
            findings.warning(header.at(), "has no task behind it, so the job succeeds at once without a machine");
        }
        boolean group = header.execution() == Execution.PARALLEL;
        checkPriorities(drafts);
        checkNames(drafts, header, group);
        var jobName = jobName(header, drafts);
        var tasks = group ? drafts.stream().map(TaskReader.Draft::spec).toList() : named(jobName, drafts);
        return findings.hasProblems()
                ? refused()
                : new Parsed.Accepted(
                        new JobSpec(jobName, header.execution(), tasks, header.group()), findings.warnings());
    }

    private Parsed refused() {
        return new Parsed.Refused(findings.problems(), findings.warnings());
    }

    private void warnOfIgnored(int tasks) {
        for (var option : overrides.options().keySet()) {
            if (option != Overrides.Option.NAME) {
                findings.warning(At.option(option.flag()), "is ignored, because the file has " + tasks + " tasks");
            }
        }
    }

    /// The command line's, the header's, that of the only task, or the fallback.
    private String jobName(HeaderReader.Header header, List<TaskReader.Draft> drafts) {
        var option = overrides.options().getOrDefault(Overrides.Option.NAME, List.of());
        if (!option.isEmpty()) {
            var name = option.getLast();
            if (!NameText.isTaskName(name)) {
                findings.problem(
                        At.option(Overrides.Option.NAME.flag()),
                        Text.quoted(name) + " is no name of a job; expected " + NameText.TASK_NAME);
            }
            return name;
        }
        if (!header.name().isEmpty()) {
            return header.name();
        }
        var only = drafts.size() == 1 ? drafts.getFirst().spec().name() : "";
        return only.isEmpty() ? overrides.fallbackName() : only;
    }

    private List<TaskSpec> named(String jobName, List<TaskReader.Draft> drafts) {
        if (drafts.size() <= 1) {
            var only = drafts.isEmpty()
                    ? TaskSpec.of(jobName, "")
                    : drafts.getFirst().spec();
            return List.of(only.withName(jobName));
        }
        var tasks = new ArrayList<TaskSpec>();
        Set<String> names = new HashSet<>();
        for (var draft : drafts) {
            var own = draft.spec().name();
            var name = own.isEmpty() ? jobName + "-" + tasks.size() : own;
            if (!names.add(name) && own.isEmpty()) {
                findings.problem(draft.at(), "the name " + Text.quoted(name) + " it gets is taken; give it a 'name'");
            }
            tasks.add(draft.spec().withName(name));
        }
        return tasks;
    }

    private void checkNames(List<TaskReader.Draft> drafts, HeaderReader.Header header, boolean group) {
        Map<String, Integer> lines = new HashMap<>();
        for (var draft : drafts) {
            var name = draft.spec().name();
            if (name.isEmpty() && group) {
                findings.problem(draft.nameAt(), "every task of a job group needs a 'name'");
            } else if (group && !NameText.isGroupName(name)) {
                findings.problem(
                        draft.nameAt(),
                        Text.quoted(name) + " is no name for a task of a job group; expected " + NameText.GROUP_NAME);
            }
            var before = name.isEmpty()
                    ? null
                    : lines.putIfAbsent(name, draft.nameAt().line());
            if (before != null) {
                findings.problem(
                        draft.nameAt(), "the task of line " + before + " is called " + Text.quoted(name) + " already");
            }
        }
        if (group) {
            header.checkTargets(lines.keySet(), findings);
        }
    }

    private void checkPriorities(List<TaskReader.Draft> drafts) {
        var setting = drafts.stream().filter(TaskReader.Draft::priorityGiven).toList();
        for (var draft : setting) {
            int first = setting.getFirst().spec().priority();
            if (draft.spec().priority() != first) {
                findings.problem(
                        draft.priorityAt(),
                        "found " + draft.spec().priority() + ", but an earlier task has " + first
                                + "; all tasks that set a priority must set the same");
            }
        }
    }
}
