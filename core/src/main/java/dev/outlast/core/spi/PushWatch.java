package dev.outlast.core.spi;

import dev.outlast.core.cluster.ClusterHandle;
import java.util.function.Consumer;

/// Optional power of a [Launcher]: a hint that a cluster may have changed. A hint is no evidence: the watcher
/// looks.
public interface PushWatch {
    /// Registers the one receiver of hints. It must return at once; it may be called from any thread.
    void onHint(Consumer<ClusterHandle> receiver);
}
