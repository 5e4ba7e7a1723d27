package dev.outlast.core.task;

import java.time.Duration;

/// What long silence of a cluster leads to. Silence is no proof of loss.
public sealed interface OnSilence {
    /// Nothing: the attempt is shown as degraded.
    record Wait() implements OnSilence {}

    /// A new attempt once the cluster has been silent this long; the old one stops itself before.
    record RelaunchAfter(Duration silence) implements OnSilence {}

    OnSilence WAIT = new Wait();
}
