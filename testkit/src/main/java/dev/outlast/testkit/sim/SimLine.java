package dev.outlast.testkit.sim;

import dev.outlast.core.cluster.Activation;
import dev.outlast.core.cluster.Capability;
import dev.outlast.core.cluster.ClusterHandle;
import dev.outlast.core.cluster.ClusterRequest;
import dev.outlast.core.cluster.Demand;
import dev.outlast.core.cluster.Observation;
import dev.outlast.core.cluster.Offer;
import dev.outlast.core.cluster.OwnedResource;
import dev.outlast.core.job.Fault;
import dev.outlast.core.job.Token;
import dev.outlast.core.spi.Launcher;
import dev.outlast.core.spi.LauncherException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/// One controller's line to the cloud. Calls are refused, lost on the way there or back, made twice, arrive late,
/// or
/// are never answered.
public final class SimLine implements Launcher {
    private static final Duration LATEST = Duration.ofMinutes(25);

    private final SimCloud cloud;
    private final VirtualTime time;
    private final Chance chance;
    private final Consumer<Activation> activating;

    /// The call never comes back: the caller's deadline ends the waiting.
    public static final class NeverAnswers extends Error {
        private static final long serialVersionUID = 1L;

        public NeverAnswers(String call) {
            super(call, null, false, false);
        }
    }

    /// @param activating told of each activation as it is asked for, before anything can go wrong with it
    public SimLine(SimCloud cloud, VirtualTime time, Chance chance, Consumer<Activation> activating) {
        this.cloud = Objects.requireNonNull(cloud);
        this.time = Objects.requireNonNull(time);
        this.chance = Objects.requireNonNull(chance);
        this.activating = Objects.requireNonNull(activating);
    }

    private interface Call<T> {
        T make() throws LauncherException;
    }

    @Override
    public String provider() {
        return SimCloud.PROVIDER;
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.BUCKETS);
    }

    @Override
    public List<Offer> offers(Demand demand) throws LauncherException {
        if (chance.fault(0.05)) {
            throw SimCloud.noAnswer("offers");
        }
        return cloud.offers(demand);
    }

    @Override
    public ClusterHandle launch(ClusterRequest request) throws LauncherException {
        if (chance.fault(0.06)) {
            throw SimCloud.refusal(Fault.CAPACITY, "refused");
        }
        return unreliable("launch", () -> cloud.launch(request));
    }

    @Override
    public void activate(ClusterHandle handle, Activation what) throws LauncherException {
        activating.accept(what);
        unreliable("activate", () -> {
            cloud.activate(handle, what);
            return handle;
        });
    }

    @Override
    public Map<ClusterHandle, Observation> observe(Collection<ClusterHandle> handles) {
        var seen = new LinkedHashMap<ClusterHandle, Observation>();
        for (var handle : handles) {
            seen.put(handle, chance.fault(0.01) ? new Observation.Unknown("blink") : cloud.observe(handle));
        }
        return seen;
    }

    @Override
    public void drain(ClusterHandle handle) throws LauncherException {
        unreliable("drain", () -> {
            cloud.drain(handle);
            return handle;
        });
    }

    @Override
    public void release(ClusterHandle handle) throws LauncherException {
        var token = Token.parse(handle.data());
        if (token.isPresent()) {
            releaseByToken(token.get());
        }
    }

    @Override
    public void releaseByToken(Token token) throws LauncherException {
        if (chance.fault(0.04)) {
            // Some nodes are gone, some are not: the cluster is as good as lost, and still there.
            cloud.find(token).ifPresent(c -> cloud.lose(c, Fault.NODE_LOST, Duration.ZERO, Duration.ZERO));
            throw SimCloud.noAnswer("partial release");
        }
        unreliable("release", () -> {
            cloud.release(token);
            return token;
        });
    }

    @Override
    public List<OwnedResource> owned() {
        return cloud.clusters().stream()
                .map(c -> new OwnedResource(c.handle(), c.token(), c.epoch(), String.join(" ", c.described())))
                .toList();
    }

    @Override
    public void close() {}

    private <T> T unreliable(String name, Call<T> call) throws LauncherException {
        if (chance.fault(0.04)) {
            throw SimCloud.noAnswer(name + " was lost on its way there");
        }
        if (chance.fault(0.04)) {
            later(call);
            throw SimCloud.noAnswer(name + " is late");
        }
        if (chance.fault(0.02)) {
            throw new NeverAnswers(name);
        }
        if (chance.fault(0.02)) {
            later(call);
            throw new NeverAnswers(name);
        }
        var result = call.make();
        if (chance.fault(0.04)) {
            later(call);
        }
        if (chance.fault(0.05)) {
            throw SimCloud.noAnswer("the answer of " + name + " was lost");
        }
        return result;
    }

    /// The call takes effect some time after its caller has given up, perhaps after it was replaced.
    private <T> void later(Call<T> call) {
        time.after(chance.between(Duration.ofMillis(1), LATEST), () -> {
            try {
                call.make();
            } catch (LauncherException refused) {
                // Nobody is there to hear it.
                return;
            }
        });
    }
}
