package dev.outlast.testkit.launcher;

import dev.outlast.core.cluster.Activation;
import dev.outlast.core.cluster.Demand;
import dev.outlast.core.job.Token;
import dev.outlast.core.spi.Launcher;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// What the implementer of a launcher brings to [LauncherContract]: one empty world for one test.
public interface LauncherBench extends AutoCloseable {

    /// The launcher under test, the same at every call.
    Launcher launcher();

    /// A second launcher over the same state, as a controller makes it after a restart or a take-over. The first
    /// one
    /// has not been closed: its process was killed.
    Launcher reopened();

    /// A wish that this world can meet with at least three clusters of so many nodes at once.
    Demand demand(int nodes);

    /// A wish that one cluster of one node fills; empty when the world's room cannot be bounded.
    default Optional<Demand> scarce() {
        return Optional.empty();
    }

    /// The script in the form that this launcher's nodes run. [Script#ENDLESS] ends on SIGTERM.
    Activation activation(Token token, long epoch, Script script);

    /// Waits until it holds, by real or by virtual time, and fails with `what` when it never does.
    void await(String what, BooleanSupplier holds);

    /// What a cluster left behind that should be gone: processes, directories, instances.
    default List<String> leftovers(Token token) {
        return List.of();
    }

    /// Ends everything in this world.
    @Override
    void close();
}
