package dev.outlast.core.task;

import java.util.List;

/// The fields of a task that are read and checked but that nothing acts on yet, see [NotYet].
public record Dormant(
        List<VolumeMount> volumes,
        List<ManagedSecret> managedSecrets,
        String eventCallback,
        Setting config,
        List<LifecycleHook> hooks,
        Transfer inputs,
        Transfer outputs,
        boolean apiServerAccess) {
    public static final Dormant NONE =
            new Dormant(List.of(), List.of(), "", Setting.EMPTY, List.of(), Transfer.NONE, Transfer.NONE, true);

    public Dormant {
        volumes = List.copyOf(volumes);
        managedSecrets = List.copyOf(managedSecrets);
        hooks = List.copyOf(hooks);
    }
}
