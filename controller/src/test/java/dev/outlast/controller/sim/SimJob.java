package dev.outlast.controller.sim;

import dev.outlast.controller.engine.NewJobs;
import dev.outlast.controller.lifecycle.TaskFacts;
import dev.outlast.core.cluster.Activation;
import dev.outlast.core.cluster.Demand;
import dev.outlast.core.cluster.Place;
import dev.outlast.core.cluster.Quantity;
import dev.outlast.core.store.SpecRow;
import dev.outlast.recovery.RecoveryPolicy;
import dev.outlast.recovery.RunLimits;
import dev.outlast.testkit.sim.Chance;
import dev.outlast.testkit.sim.SimBucket;
import dev.outlast.testkit.sim.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What one client submits, and what its programs do.
///
/// @param cancelAfter since its submit, zero for never
record SimJob(int index, List<Program> tasks, int priority, Duration submitAfter, Duration cancelAfter) {
    /// @param codes how the first activations end, one after the other; the next ones end with 0
    /// @param total time in `run` that the task needs altogether
    record Program(
            TaskFacts facts, List<Integer> codes, Duration setup, Duration total, Duration every, boolean saves) {
        Work on(Activation what, int activation, long resumedFrom) {
            var code = activation < codes.size() ? codes.get(activation) : 0;
            var left = total.minusSeconds(resumedFrom);
            var run = code == 0 ? left : left.dividedBy(3);
            var failsInSetup = code == 9;
            return new Work(
                    setup,
                    failsInSetup ? code : 0,
                    run.isNegative() ? Duration.ZERO : run,
                    code,
                    every,
                    resumedFrom,
                    what.contactLease(),
                    saves);
        }

        boolean mustSucceed() {
            return codes.isEmpty()
                    && !RunLimits.isSet(facts.limits().maxWait())
                    && !RunLimits.isSet(facts.limits().maxDuration());
        }
    }

    static SimJob random(int index, Chance chance) {
        var tasks = new ArrayList<Program>();
        var count = chance.is(0.75) ? 1 : 2 + chance.below(2);
        for (int i = 0; i < count; i++) {
            tasks.add(program(index + "-" + i, chance));
        }
        return new SimJob(
                index,
                tasks,
                chance.below(3) - 1,
                chance.between(Duration.ZERO, Duration.ofMinutes(20)),
                chance.is(0.25) ? chance.between(Duration.ofSeconds(1), Duration.ofMinutes(30)) : Duration.ZERO);
    }

    private static Program program(String name, Chance chance) {
        var nodes = chance.is(0.7) ? 1 : 2 + chance.below(2);
        var where = chance.is(0.8) ? "" : "east";
        var choice = new Demand.Choice(
                new Place("sim", where, ""),
                Quantity.ANY,
                Quantity.ANY,
                "",
                0,
                "",
                Demand.Spot.YES,
                Double.POSITIVE_INFINITY);
        var strategy = chance.is(0.5) ? RecoveryPolicy.Strategy.EAGER_NEXT_REGION : RecoveryPolicy.Strategy.FAILOVER;
        var codes = new ArrayList<Integer>();
        for (int i = chance.is(0.7) ? 0 : 1 + chance.below(3); i > 0; i--) {
            codes.add(chance.oneOf(List.of(1, 3, 9, 137)));
        }
        var every = chance.is(0.5) ? Duration.ofSeconds(20 + chance.below(60)) : Duration.ZERO;
        var facts = new TaskFacts(
                name,
                true,
                chance.is(0.3),
                new Demand(nodes, List.of(choice), false),
                new RecoveryPolicy(strategy, chance.below(3), chance.is(0.5) ? Set.of(3) : Set.of()),
                limits(chance),
                every.isZero() ? List.of() : List.of(SimBucket.URL));
        return new Program(
                facts,
                codes,
                facts.hasSetup() ? Duration.ofSeconds(5 + chance.below(60)) : Duration.ZERO,
                Duration.ofSeconds(1 + chance.below(900)),
                every,
                chance.is(0.3));
    }

    private static RunLimits limits(Chance chance) {
        return new RunLimits(
                chance.is(0.1) ? Duration.ofMinutes(30) : RunLimits.NEVER,
                chance.is(0.1) ? Duration.ofMinutes(40) : RunLimits.NEVER,
                RunLimits.NEVER,
                chance.is(0.25) ? Duration.ofMinutes(4) : RunLimits.NEVER,
                Duration.ofSeconds(30));
    }

    String key() {
        return "key-" + index;
    }

    String specHash() {
        return "spec-" + index;
    }

    String taskId(int task) {
        return "job-" + index + "-task-" + task;
    }

    NewJobs asked() {
        var ids = new ArrayList<String>();
        for (int task = 0; task < tasks.size(); task++) {
            ids.add(taskId(task));
        }
        return new NewJobs(
                new SpecRow(specHash(), "", ""),
                "job-" + index,
                "user-" + index % 2,
                priority,
                facts(),
                1,
                ids,
                0,
                _ -> "");
    }

    List<TaskFacts> facts() {
        return tasks.stream().map(Program::facts).toList();
    }
}
