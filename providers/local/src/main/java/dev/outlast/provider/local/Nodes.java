package dev.outlast.provider.local;

import dev.outlast.core.cluster.Activation;
import dev.outlast.core.spi.LauncherException;
import java.io.IOException;
import java.util.List;

/// The nodes of clusters, apart from what the pretended provider says of them.
sealed interface Nodes permits HollowNodes, ProcessNodes {

    /// Starts what the activation says on all ranks, if its epoch is not stale; what was started stays as it is.
    void activate(LocalCluster cluster, Activation what) throws LauncherException, IOException;

    /// What the nodes themselves show, by rank.
    List<RankSight> look(LocalCluster cluster);

    /// Lets `run` begin on all ranks once `setup` is done on all.
    void openBarrier(LocalCluster cluster, List<RankSight> sights);

    /// Tells nodes that would end without it that the controller is there.
    void renewContact(LocalCluster cluster);

    /// Asks the user's processes to end.
    void drain(LocalCluster cluster) throws LauncherException, IOException;

    /// Ends a node at once, as if its power were cut.
    ///
    /// @param rank -1 for all
    void kill(LocalCluster cluster, int rank) throws IOException;

    /// Ends everything and leaves nothing behind.
    void release(LocalCluster cluster) throws LauncherException, IOException;

    long firstKept(LocalCluster cluster, int rank) throws IOException;

    byte[] readLog(LocalCluster cluster, int rank, long offset, int maxBytes) throws LauncherException, IOException;

    void logKept(LocalCluster cluster, int rank, long offset);
}
