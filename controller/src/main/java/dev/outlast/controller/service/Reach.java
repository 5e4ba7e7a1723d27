package dev.outlast.controller.service;

import dev.outlast.controller.lifecycle.TaskFacts;
import dev.outlast.core.cluster.Capability;
import dev.outlast.core.cluster.Demand;
import dev.outlast.core.spi.Launcher;
import dev.outlast.core.task.FileMount;
import dev.outlast.core.task.JobSpec;
import dev.outlast.core.task.Problem;
import dev.outlast.core.task.TaskSpec;
import dev.outlast.core.task.Warning;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What a task needs of its launcher, held against the launchers that it may come to: said at submit, with its path,
/// and
/// not when its nodes are there. Where some of them can, the others are not asked for offers.
record Reach(Collection<Launcher> launchers) {

    List<Problem> problems(JobSpec job, List<TaskFacts> facts) {
        var problems = new ArrayList<Problem>();
        for (int i = 0; i < facts.size(); i++) {
            var task = job.tasks().get(i);
            var path = facts.size() == 1 ? "" : "task " + i + " ";
            var there = mayCome(facts.get(i).demand());
            for (var need : missingEverywhere(facts.get(i).demand().needs(), there)) {
                problems.addAll(problems(need, task, path, names(there)));
            }
        }
        return problems;
    }

    private List<Launcher> mayCome(Demand demand) {
        return launchers.stream()
                .filter(launcher -> demand.choices().stream()
                        .map(choice -> choice.where().provider())
                        .anyMatch(name -> name.isEmpty() || name.equals(launcher.provider())))
                .toList();
    }

    private static Set<Capability> missingEverywhere(Set<Capability> needs, List<Launcher> there) {
        var missing = EnumSet.noneOf(Capability.class);
        // With nobody there, the job is told so by its placement.
        if (there.isEmpty()
                || there.stream().anyMatch(launcher -> launcher.capabilities().containsAll(needs))) {
            return missing;
        }
        missing.addAll(needs);
        missing.removeIf(need ->
                there.stream().allMatch(launcher -> launcher.capabilities().contains(need)));
        return missing;
    }

    private static String names(List<Launcher> launchers) {
        return launchers.stream().map(Launcher::provider).sorted().collect(Collectors.joining(", "));
    }

    private static List<Problem> problems(Capability need, TaskSpec task, String path, String places) {
        return switch (need) {
            case BUCKETS ->
                task.fileMounts().stream()
                        .filter(mount -> !(mount instanceof FileMount.LocalCopy))
                        .map(mount -> new Problem(
                                0,
                                0,
                                path + "file_mounts." + mount.destination(),
                                "not yet: buckets are not brought to nodes of " + places
                                        + ", and the task may run nowhere else"))
                        .toList();
            case HEARTBEAT ->
                List.of(new Problem(
                        0,
                        0,
                        path + "outlast.stall_after",
                        "not yet: OUTLAST_HEARTBEAT_FILE, which the task names, is not seen on " + places
                                + ", and the task may run nowhere else; there only output counts: print a line now and"
                                + " then"));
            case SPOT, NOTICE, MULTI_NODE, REHEARSAL, PUSH, LOGS -> List.of();
        };
    }

    /// A heartbeat may be touched by what the task starts, where nobody can read it here.
    List<Warning> warnings(JobSpec job, List<TaskFacts> facts) {
        var warnings = new ArrayList<Warning>();
        for (int i = 0; i < facts.size(); i++) {
            var demand = facts.get(i).demand();
            var deaf = mayCome(demand).stream()
                    .filter(launcher -> !launcher.capabilities().contains(Capability.HEARTBEAT))
                    .toList();
            if (job.tasks().get(i).limits().hasStallAfter()
                    && !demand.needs().contains(Capability.HEARTBEAT)
                    && !deaf.isEmpty()) {
                warnings.add(new Warning(
                        0,
                        0,
                        (facts.size() == 1 ? "" : "task " + i + " ") + "outlast.stall_after",
                        "on " + names(deaf) + " only output counts: OUTLAST_HEARTBEAT_FILE is not seen there yet"));
            }
        }
        return warnings;
    }
}
