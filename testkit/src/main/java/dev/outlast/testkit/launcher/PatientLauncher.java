package dev.outlast.testkit.launcher;

import dev.outlast.core.cluster.Activation;
import dev.outlast.core.cluster.Capability;
import dev.outlast.core.cluster.ClusterHandle;
import dev.outlast.core.cluster.ClusterRequest;
import dev.outlast.core.cluster.Demand;
import dev.outlast.core.cluster.Observation;
import dev.outlast.core.cluster.Offer;
import dev.outlast.core.cluster.OwnedResource;
import dev.outlast.core.job.Token;
import dev.outlast.core.spi.Launcher;
import dev.outlast.core.spi.LauncherException;
import dev.outlast.core.spi.LauncherException.Certainty;
import dev.outlast.core.spi.LogAccess;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A caller as the controller is one: when the outcome of a call is unknown, it makes the same call again.
final class PatientLauncher implements Launcher, LogAccess {
    private static final int PATIENCE = 4;

    private final UnreliableLauncher launcher;

    PatientLauncher(UnreliableLauncher launcher) {
        this.launcher = launcher;
    }

    private static <T> T persist(Calls.Call<T> call) throws LauncherException {
        for (var attempt = 1; ; attempt++) {
            try {
                return call.make();
            } catch (LauncherException failed) {
                if (failed.certainty() != Certainty.UNKNOWN || attempt == PATIENCE) {
                    throw failed;
                }
            }
        }
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
        return persist(() -> launcher.offers(demand));
    }

    @Override
    public ClusterHandle launch(ClusterRequest request) throws LauncherException {
        return persist(() -> launcher.launch(request));
    }

    @Override
    public void activate(ClusterHandle handle, Activation what) throws LauncherException {
        persist(() -> {
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
        persist(() -> {
            launcher.drain(handle);
            return Calls.DONE;
        });
    }

    @Override
    public void release(ClusterHandle handle) throws LauncherException {
        persist(() -> {
            launcher.release(handle);
            return Calls.DONE;
        });
    }

    @Override
    public void releaseByToken(Token token) throws LauncherException {
        persist(() -> {
            launcher.releaseByToken(token);
            return Calls.DONE;
        });
    }

    @Override
    public List<OwnedResource> owned() throws LauncherException {
        return persist(launcher::owned);
    }

    @Override
    public byte[] readLog(ClusterHandle handle, int rank, long offset, int maxBytes) throws LauncherException {
        return persist(() -> launcher.readLog(handle, rank, offset, maxBytes));
    }

    @Override
    public long firstKept(ClusterHandle handle, int rank) throws LauncherException {
        return persist(() -> launcher.firstKept(handle, rank));
    }

    @Override
    public void logKept(ClusterHandle handle, int rank, long offset) {
        launcher.logKept(handle, rank, offset);
    }

    @Override
    public void close() {
        launcher.close();
    }
}
