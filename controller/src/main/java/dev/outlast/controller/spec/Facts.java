package dev.outlast.controller.spec;

import dev.outlast.controller.lifecycle.TaskFacts;
import dev.outlast.core.cluster.Capability;
import dev.outlast.core.cluster.Demand;
import dev.outlast.core.cluster.Place;
import dev.outlast.core.cluster.Quantity;
import dev.outlast.core.task.AcceleratorDemand;
import dev.outlast.core.task.Amount;
import dev.outlast.core.task.FileMount;
import dev.outlast.core.task.JobSpec;
import dev.outlast.core.task.OnSilence;
import dev.outlast.core.task.OutlastSpec;
import dev.outlast.core.task.ResourceSpec;
import dev.outlast.core.task.Spot;
import dev.outlast.core.task.TaskSpec;
import dev.outlast.recovery.RecoveryPolicy;
import dev.outlast.recovery.RunLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the lifecycle needs of a task.
final class Facts {
    private Facts() {}

    /// @param clouds by name of a cloud: the launcher that stands for it
    static List<TaskFacts> of(JobSpec job, Map<String, String> clouds) {
        return job.tasks().stream().map(task -> task(task, clouds)).toList();
    }

    private static TaskFacts task(TaskSpec task, Map<String, String> clouds) {
        return new TaskFacts(
                task.name(),
                task.hasRun(),
                task.hasSetup(),
                demand(task, clouds),
                new RecoveryPolicy(
                        switch (task.recovery().strategy()) {
                            case FAILOVER -> RecoveryPolicy.Strategy.FAILOVER;
                            case EAGER_NEXT_REGION -> RecoveryPolicy.Strategy.EAGER_NEXT_REGION;
                        },
                        task.recovery().maxRestartsOnErrors(),
                        Set.copyOf(task.recovery().recoverOnExitCodes())),
                limits(task.limits()),
                buckets(task));
    }

    private static RunLimits limits(OutlastSpec spec) {
        return new RunLimits(
                spec.hasMaxDuration() ? spec.maxDuration() : RunLimits.NEVER,
                spec.hasMaxWait() ? spec.maxWait() : RunLimits.NEVER,
                spec.hasStallAfter() ? spec.stallAfter() : RunLimits.NEVER,
                switch (spec.onSilence()) {
                    case OnSilence.Wait _ -> RunLimits.NEVER;
                    case OnSilence.RelaunchAfter(Duration silence) -> silence;
                },
                spec.grace());
    }

    /// Every mounted bucket may hold checkpoints; copies cannot.
    private static List<String> buckets(TaskSpec task) {
        var urls = new ArrayList<String>();
        for (var mount : task.fileMounts()) {
            if (mount instanceof FileMount.StorageMount storage && storage.mode() != FileMount.Mode.COPY) {
                urls.add(storage.bucket().toString());
            }
        }
        return List.copyOf(urls);
    }

    private static Demand demand(TaskSpec task, Map<String, String> clouds) {
        var choices = task.resources().candidates().stream()
                .map(spec -> choice(spec, clouds))
                .toList();
        return new Demand(task.numNodes(), choices, task.resources().inOrder(), needs(task));
    }

    private static Set<Capability> needs(TaskSpec task) {
        var needs = EnumSet.noneOf(Capability.class);
        if (task.fileMounts().stream().anyMatch(mount -> !(mount instanceof FileMount.LocalCopy))) {
            needs.add(Capability.BUCKETS);
        }
        if (task.limits().hasStallAfter() && (task.setup() + task.run()).contains("OUTLAST_HEARTBEAT_FILE")) {
            needs.add(Capability.HEARTBEAT);
        }
        return needs;
    }

    private static Demand.Choice choice(ResourceSpec spec, Map<String, String> clouds) {
        var accelerator = spec.accelerators().alternatives().stream().findFirst();
        var name = accelerator
                .map(a -> a instanceof AcceleratorDemand.Named named ? named.name() : "")
                .orElse("");
        var ceiling = spec.maxHourlyCost().signum() > 0 ? spec.maxHourlyCost().doubleValue() : Double.POSITIVE_INFINITY;
        return new Demand.Choice(
                new Place(clouds.getOrDefault(spec.provider(), spec.provider()), spec.region(), spec.zone()),
                quantity(spec.cpus()),
                quantity(spec.memoryGb()),
                name,
                accelerator.map(AcceleratorDemand::count).orElse(0.0),
                spec.instanceType(),
                spec.useSpot() == Spot.YES ? Demand.Spot.YES : Demand.Spot.NO,
                ceiling);
    }

    private static Quantity quantity(Amount amount) {
        return switch (amount) {
            case Amount.Any _ -> Quantity.ANY;
            case Amount.Exactly(double value) -> new Quantity(value, false);
            case Amount.AtLeast(double value) -> new Quantity(value, true);
        };
    }
}
