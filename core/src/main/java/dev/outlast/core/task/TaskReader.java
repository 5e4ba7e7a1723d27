package dev.outlast.core.task;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/// Reads one document as a task.
final class TaskReader {
    private final Fields task;
    private final Findings findings;

    private TaskReader(Fields task, Findings findings) {
        this.task = task;
        this.findings = findings;
    }

    /// A task as far as one document tells, with what is needed to compare it with the others.
    record Draft(TaskSpec spec, At at, At nameAt, At priorityAt, boolean priorityGiven) {}

    static Draft read(Tree document, OptionTrees options, Overrides overrides, Findings findings) {
        var fields = options.over(Fields.open(document, Section.TASK, findings));
        return new TaskReader(fields, findings).read(options, overrides, document instanceof Tree.Entries);
    }

    private Draft read(OptionTrees options, Overrides overrides, boolean isMap) {
        var environment = Environment.read(task, overrides, findings);
        findings.hide(environment.hiddenValues());
        var substitution = new Substitution(environment, findings);
        var resources = ResourcesReader.read(task, options, findings);
        int numNodes = task.whole("num_nodes", 1, TaskSpec.MAX_NODES, 1);
        var localPaths = new ArrayList<LocalPath>();
        var spec = new TaskSpec(
                name(),
                workdir(substitution, localPaths),
                numNodes,
                resources.choice(),
                environment.envs(),
                environment.secrets(),
                task.text("setup"),
                task.text("run"),
                FileMountsReader.read(task, substitution, findings, localPaths),
                resources.recovery(),
                resources.priority(),
                resources.priorityClass(),
                OutlastReader.read(task, environment, findings),
                dormant(substitution, numNodes),
                localPaths);
        if (task.has("service") && task.has("pool")) {
            findings.problem(task.at("pool"), "cannot be given together with 'service'");
        }
        if (isMap && task.get("run").map(TaskReader::isBlank).orElse(true)) {
            findings.warning(task.at("run"), "is not given, so the task succeeds at once without a machine");
        }
        return new Draft(spec, task.at(), task.at("name"), resources.priorityAt(), resources.priorityGiven());
    }

    private static boolean isBlank(Tree run) {
        return run instanceof Tree.Leaf leaf && leaf.text().isBlank();
    }

    private String name() {
        var name = task.text("name");
        if (!name.isEmpty() && !NameText.isTaskName(name)) {
            findings.problem(
                    task.at("name"), Text.quoted(name) + " is no name of a task; expected " + NameText.TASK_NAME);
        }
        return name;
    }

    private Workdir workdir(Substitution substitution, List<LocalPath> localPaths) {
        return switch (task.get("workdir").map(substitution::in).orElse(null)) {
            case null -> Workdir.NONE;
            case Tree.Entries map -> {
                var fields = Fields.open(map, Section.WORKDIR, findings);
                if (!fields.has("url")) {
                    findings.problem(map.at(), "a workdir from git needs its 'url'");
                }
                yield new Workdir.Git(fields.text("url"), fields.text("ref"));
            }
            case Tree.Leaf leaf
            when !leaf.text().isBlank() -> {
                localPaths.add(FileMountsReader.localPath(leaf.at(), leaf.text(), LocalPath.Kind.DIRECTORY));
                yield new Workdir.Local(leaf.text());
            }
            case Tree other -> {
                findings.problem(
                        other.at(), "found " + other.found() + "; expected a local directory, or a map with 'url'");
                yield Workdir.NONE;
            }
        };
    }

    private Dormant dormant(Substitution substitution, int numNodes) {
        var config = ConfigReader.read(task, findings);
        return new Dormant(
                VolumesReader.read(task, substitution, numNodes, findings),
                managedSecrets(),
                task.text("event_callback"),
                config.content(),
                config.hooks(),
                transfer("inputs"),
                transfer("outputs"),
                task.flag("api_server_access", true));
    }

    private List<ManagedSecret> managedSecrets() {
        var secrets = new ArrayList<ManagedSecret>();
        switch (task.get("managed_secrets").orElse(null)) {
            case null -> {}
            case Tree.Items list -> list.items().forEach(item -> managedSecret(item, secrets));
            case Tree other ->
                findings.problem(other.at(), "found " + other.found() + "; expected a list of names of secrets");
        }
        return secrets;
    }

    private void managedSecret(Tree item, List<ManagedSecret> secrets) {
        switch (item) {
            case Tree.Leaf leaf when !leaf.isNothing() -> secrets.add(new ManagedSecret(leaf.text(), ""));
            case Tree.Entries map
            when map.entries().size() == 1 -> {
                var entry = map.entries().getFirst();
                var fields = Fields.open(entry.value(), Section.MANAGED_SECRET, findings);
                secrets.add(new ManagedSecret(entry.key(), fields.text("mount_path")));
            }
            case Tree other ->
                findings.problem(
                        other.at(), "found " + other.found() + "; expected NAME or {NAME: {mount_path: PATH}}");
        }
    }

    private Transfer transfer(String key) {
        var tree = task.get(key);
        if (tree.isEmpty() || !tree.get().isGiven()) {
            return Transfer.NONE;
        }
        if (tree.get() instanceof Tree.Entries map
                && map.entries().size() == 1
                && map.entries().getFirst().value() instanceof Tree.Leaf size
                && SizeText.number(size.text()) instanceof Reading.Good<BigDecimal>(BigDecimal gigabytes)) {
            return new Transfer(map.entries().getFirst().key(), gigabytes);
        }
        findings.problem(tree.get().at(), "expected a map of one url to its size in GB");
        return Transfer.NONE;
    }
}
