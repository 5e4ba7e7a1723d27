package dev.outlast.controller.effects;

import dev.outlast.core.job.Fault;
import dev.outlast.core.spi.Launcher;
import dev.outlast.core.spi.LauncherException;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/// The configured launchers by name, each with a bound on calls at a time.
public final class Launchers {
    private final Map<String, Launcher> launchers;
    private final Map<String, Semaphore> permits;
    /// For effects that ask no provider in particular.
    private final Semaphore free = new Semaphore(64);

    /// @param callsAtATime per provider, at least 1
    public Launchers(Map<String, Launcher> launchers, int callsAtATime) {
        this.launchers = Map.copyOf(launchers);
        this.permits = launchers.keySet().stream()
                .collect(Collectors.toUnmodifiableMap(p -> p, _ -> new Semaphore(callsAtATime)));
    }

    public Collection<Launcher> all() {
        return launchers.values();
    }

    public Set<String> names() {
        return launchers.keySet();
    }

    /// @throws LauncherException CONFIG when no such launcher is configured
    public Launcher get(String provider) throws LauncherException {
        var launcher = launchers.get(provider);
        if (launcher == null) {
            throw new LauncherException(
                    Fault.CONFIG,
                    LauncherException.Certainty.CERTAINLY_NOT_DONE,
                    "no launcher named " + provider + " is configured; there are: "
                            + String.join(", ", new TreeSet<>(launchers.keySet())));
        }
        return launcher;
    }

    Semaphore permits(String provider) {
        return permits.getOrDefault(provider, free);
    }
}
