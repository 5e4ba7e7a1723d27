package dev.outlast.controller.effects;

import dev.outlast.controller.engine.EffectOrder;
import dev.outlast.controller.engine.LiveJob;
import dev.outlast.controller.lifecycle.Effect;
import dev.outlast.controller.lifecycle.Held;
import dev.outlast.controller.lifecycle.Phase;
import dev.outlast.core.cluster.ClusterHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/// After a take-over: look first, act second. A cluster that this leader did not make is released only once this leader
/// has seen it, or has had the time to and could not.
public final class FirstLooks {
    /// For all looks together: a provider that does not answer holds nothing up for longer.
    public static final Duration DEADLINE = Duration.ofSeconds(30);

    private final ReentrantLock lock = new ReentrantLock();
    /// What is not seen yet, each with what waits for it.
    private final Map<ClusterHandle, List<Runnable>> unseen = new HashMap<>();

    /// At the take-over, before anything is owed.
    public void inherit(Collection<LiveJob> jobs) {
        lock.lock();
        try {
            handles(jobs).forEach(handle -> unseen.put(handle, new ArrayList<>()));
        } finally {
            lock.unlock();
        }
    }

    /// Whether the order has to wait for a look; `go` is called then, once, when that is over.
    ///
    /// @return the cluster to look at
    public Optional<ClusterHandle> hold(EffectOrder order, Runnable go) {
        if (!(order.effect() instanceof Effect.Release release)) {
            return Optional.empty();
        }
        lock.lock();
        try {
            return handle(release.held()).filter(handle -> {
                var waiting = unseen.get(handle);
                return waiting != null && waiting.add(go);
            });
        } finally {
            lock.unlock();
        }
    }

    /// This leader has seen the cluster, whatever it saw.
    public void seen(ClusterHandle handle) {
        go(() -> Optional.ofNullable(unseen.remove(handle)).orElse(List.of()));
    }

    /// The time for looking is over.
    public void over() {
        go(() -> {
            var all = unseen.values().stream().flatMap(List::stream).toList();
            unseen.clear();
            return all;
        });
    }

    private interface Freed {
        List<Runnable> take();
    }

    private void go(Freed freed) {
        List<Runnable> ready;
        lock.lock();
        try {
            ready = freed.take();
        } finally {
            lock.unlock();
        }
        ready.forEach(Runnable::run);
    }

    /// All clusters that the jobs have or owe the removal of, as far as they know them.
    static Set<ClusterHandle> handles(Collection<LiveJob> jobs) {
        var handles = new HashSet<ClusterHandle>();
        for (var job : jobs) {
            for (var task : job.state().tasks()) {
                held(task.phase()).ifPresent(handles::add);
                task.leftovers().forEach(leftover -> handle(leftover.held()).ifPresent(handles::add));
            }
        }
        return handles;
    }

    private static Optional<ClusterHandle> held(Phase phase) {
        return phase instanceof Phase.Releasing releasing
                ? handle(releasing.held())
                : Observer.live(phase).map(live -> live.handle());
    }

    private static Optional<ClusterHandle> handle(Held held) {
        return switch (held) {
            case Held.ByHandle(ClusterHandle handle) -> Optional.of(handle);
            case Held.ByToken _ -> Optional.empty();
        };
    }
}
