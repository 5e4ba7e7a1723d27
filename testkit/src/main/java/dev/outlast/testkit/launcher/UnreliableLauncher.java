package dev.outlast.testkit.launcher;

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
import dev.outlast.core.spi.LauncherException.Certainty;
import dev.outlast.core.spi.LogAccess;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A launcher behind a bad line: see [CallMode]. Looking ([#observe], [#capabilities]) has no answer to lose.
public final class UnreliableLauncher implements Launcher, LogAccess {
    private final Launcher launcher;
    private final Calls calls;

    public UnreliableLauncher(Launcher launcher, CallMode mode) {
        this.launcher = launcher;
        this.calls = new Calls(mode);
    }

    @Override
    public String provider() {
        return launcher.provider();
    }

    @Override
    public Set<Capability> capabilities() {
        return launcher.capabilities();
    }

    @Override
    public List<Offer> offers(Demand demand) throws LauncherException {
        return calls.make("offers", () -> launcher.offers(demand));
    }

    @Override
    public ClusterHandle launch(ClusterRequest request) throws LauncherException {
        return calls.make("launch " + request.token(), () -> launcher.launch(request));
    }

    @Override
    public void activate(ClusterHandle handle, Activation what) throws LauncherException {
        calls.make("activate " + handle, () -> {
            launcher.activate(handle, what);
            return Calls.DONE;
        });
    }

    @Override
    public Map<ClusterHandle, Observation> observe(Collection<ClusterHandle> handles) {
        return launcher.observe(handles);
    }

    @Override
    public void drain(ClusterHandle handle) throws LauncherException {
        calls.make("drain " + handle, () -> {
            launcher.drain(handle);
            return Calls.DONE;
        });
    }

    @Override
    public void release(ClusterHandle handle) throws LauncherException {
        calls.make("release " + handle, () -> {
            launcher.release(handle);
            return Calls.DONE;
        });
    }

    @Override
    public void releaseByToken(Token token) throws LauncherException {
        calls.make("release " + token, () -> {
            launcher.releaseByToken(token);
            return Calls.DONE;
        });
    }

    @Override
    public List<OwnedResource> owned() throws LauncherException {
        return calls.make("owned", launcher::owned);
    }

    @Override
    public byte[] readLog(ClusterHandle handle, int rank, long offset, int maxBytes) throws LauncherException {
        var logs = logs();
        return calls.make("readLog " + handle, () -> logs.readLog(handle, rank, offset, maxBytes));
    }

    @Override
    public long firstKept(ClusterHandle handle, int rank) throws LauncherException {
        var logs = logs();
        return calls.make("firstKept " + handle, () -> logs.firstKept(handle, rank));
    }

    @Override
    public void logKept(ClusterHandle handle, int rank, long offset) {
        if (launcher instanceof LogAccess logs) {
            logs.logKept(handle, rank, offset);
        }
    }

    private LogAccess logs() throws LauncherException {
        if (launcher instanceof LogAccess logs) {
            return logs;
        }
        throw new LauncherException(
                Fault.CONFIG, Certainty.CERTAINLY_NOT_DONE, provider() + " gives no access to logs");
    }

    @Override
    public void close() {
        launcher.close();
    }
}
