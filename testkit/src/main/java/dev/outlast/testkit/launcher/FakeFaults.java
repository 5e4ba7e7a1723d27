package dev.outlast.testkit.launcher;

import dev.outlast.core.cluster.Place;
import dev.outlast.core.job.Fault;
import dev.outlast.core.spi.LauncherException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Faults of a whole [FakeCloud]: calls that fail, regions that refuse.
public final class FakeFaults {
    private final Map<String, Integer> refusals = new HashMap<>();
    private final Set<String> closed = new HashSet<>();
    private final Set<String> deaf = new HashSet<>();
    private int failures;

    /// The next calls, whatever they are, fail without effect.
    public synchronized void failCalls(int times) {
        failures = times;
    }

    /// The next launches there are refused for lack of capacity.
    public synchronized void refuse(String region, int times) {
        refusals.put(region, times);
    }

    /// No launch there until it is restored.
    public synchronized void close(String region) {
        closed.add(region);
    }

    /// Nobody can ask there what accelerators there are, until it is restored.
    public synchronized void deafen(String region) {
        deaf.add(region);
    }

    synchronized boolean isDeaf(String region) {
        return deaf.contains(region);
    }

    public synchronized void restore(String region) {
        closed.remove(region);
        deaf.remove(region);
        refusals.remove(region);
    }

    synchronized void strike(String call) throws LauncherException {
        if (failures > 0) {
            failures--;
            throw FakeCloud.refusal(Fault.PROVIDER, call + " failed as rehearsed");
        }
    }

    synchronized void refuse(Place place) throws LauncherException {
        var region = place.region();
        var left = refusals.getOrDefault(region, 0);
        if (left > 0) {
            refusals.put(region, left - 1);
        }
        if (left > 0 || closed.contains(region)) {
            throw FakeCloud.refusal(Fault.CAPACITY, region + " refuses as rehearsed");
        }
    }
}
