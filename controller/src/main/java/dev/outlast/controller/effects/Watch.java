package dev.outlast.controller.effects;

import dev.outlast.core.cluster.ClusterHandle;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/// The looking of all providers: one loop each.
public final class Watch implements AutoCloseable {
    private final Map<String, ObserverLoop> loops;

    public Watch(Observer observer, Launchers launchers, Duration every) {
        this.loops = launchers.all().stream()
                .collect(Collectors.toUnmodifiableMap(l -> l.provider(), l -> new ObserverLoop(observer, l, every)));
    }

    public void start() {
        loops.values().forEach(ObserverLoop::start);
    }

    /// Somebody waits for a look at this cluster.
    public void want(ClusterHandle handle) {
        var loop = loops.get(handle.provider());
        if (loop != null) {
            loop.want(handle);
        }
    }

    @Override
    public void close() {
        loops.values().forEach(ObserverLoop::close);
    }
}
