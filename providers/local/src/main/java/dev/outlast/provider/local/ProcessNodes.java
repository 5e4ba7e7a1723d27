package dev.outlast.provider.local;

import dev.outlast.core.cluster.Activation;
import dev.outlast.core.cluster.RankReport.Phase;
import dev.outlast.core.spi.LauncherException;
import dev.outlast.node.AttemptDirectory;
import dev.outlast.node.LocalNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Nodes that are process groups on this machine, each supervised by the node runner in a directory of its own.
final class ProcessNodes implements Nodes {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessNodes.class);

    private final HomeLayout home;
    private final ClusterLedger ledger;
    private final NodeStage stage;
    private final RunnerCommands commands;
    private final RankEnd ending;
    private final InstantSource clock;
    private final Consumer<LocalCluster> changed;

    /// @param ending also used by whoever finds nodes without a cluster
    /// @param changed told of clusters whose supervisor has died
    ProcessNodes(
            HomeLayout home,
            ClusterLedger ledger,
            NodeStage stage,
            RunnerCommands commands,
            RankEnd ending,
            InstantSource clock,
            Consumer<LocalCluster> changed) {
        this.home = home;
        this.ledger = ledger;
        this.stage = stage;
        this.commands = commands;
        this.clock = clock;
        this.ending = ending;
        this.changed = changed;
    }

    @Override
    public void activate(LocalCluster cluster, Activation what) throws LauncherException, IOException {
        var missing = ranks(cluster).stream()
                .filter(rank -> !Files.exists(directory(cluster, rank)))
                .toList();
        try {
            for (var rank : missing) {
                stage.make(cluster.record(), rank, what);
            }
            ledger.admit(cluster, what.epoch(), () -> publish(cluster, missing, what));
        } catch (LauncherException | IOException | RuntimeException refused) {
            for (var rank : missing) {
                stage.discard(cluster.record(), rank);
            }
            throw refused;
        }
        for (var rank : ranks(cluster)) {
            if (cluster.starter(rank).isEmpty()
                    && !Files.exists(directory(cluster, rank).resolve("state/pid"))) {
                start(cluster, rank);
            }
        }
    }

    private void publish(LocalCluster cluster, List<Integer> missing, Activation what) throws IOException {
        if (!what.contactLease().isZero()) {
            ledger.append(cluster, "contact_lease", what.contactLease().toString());
        }
        for (var rank : missing) {
            stage.publish(cluster.record(), rank);
        }
    }

    private void start(LocalCluster cluster, int rank) throws IOException {
        var directory = directory(cluster, rank);
        var process = commands.start(directory);
        cluster.keepStarter(rank, process);
        var _ = process.exit().thenRun(() -> {
            // Whoever ended in good order has touched the file for hints.
            if (!cluster.isReleased() && !Files.exists(directory.resolve("state/exit"))) {
                changed.accept(cluster);
            }
        });
    }

    @Override
    public List<RankSight> look(LocalCluster cluster) {
        var sights = new ArrayList<RankSight>(cluster.record().nodes());
        for (var rank : ranks(cluster)) {
            sights.add(cluster.ended(rank).orElseGet(() -> look(cluster, rank)));
        }
        return sights;
    }

    private RankSight look(LocalCluster cluster, int rank) {
        try {
            var sight = new RankView(rank, directory(cluster, rank), clock).look(cluster.starter(rank));
            if (sight instanceof RankSight.Seen(var report, var _) && report.phase() instanceof Phase.Exited) {
                cluster.keepEnded(rank, sight);
            }
            return sight;
        } catch (IOException | RuntimeException unreadable) {
            LOG.debug("{} rank {}: cannot be read", cluster.token(), rank, unreadable);
            return new RankSight.Hidden(rank, "cannot be read: " + unreadable);
        }
    }

    @Override
    public void openBarrier(LocalCluster cluster, List<RankSight> sights) {
        var waiting = new ArrayList<Integer>();
        for (var rank = 0; rank < sights.size(); rank++) {
            switch (sights.get(rank)) {
                case RankSight.Seen(var _, var atBarrier) when atBarrier -> waiting.add(rank);
                case RankSight.Seen(var report, var _) when report.phase() instanceof Phase.InRun -> {}
                case RankSight.Seen(var report, var _)
                when report.phase() instanceof Phase.Exited exited && !exited.inSetup() -> {}
                case RankSight.Seen _, RankSight.Lost _, RankSight.Hidden _ -> {
                    return;
                }
            }
        }
        for (var rank : waiting) {
            try {
                new AttemptDirectory(directory(cluster, rank), clock).go();
            } catch (IOException failed) {
                LOG.warn("{} rank {}: its barrier cannot be opened", cluster.token(), rank, failed);
            }
        }
    }

    @Override
    public void renewContact(LocalCluster cluster) {
        if (cluster.record().contactLease().isZero()) {
            return;
        }
        for (var rank : ranks(cluster)) {
            var directory = directory(cluster, rank);
            try {
                if (cluster.ended(rank).isEmpty() && Files.exists(directory)) {
                    new AttemptDirectory(directory, clock).renewContact(clock.instant() + " " + System.nanoTime());
                }
            } catch (IOException failed) {
                LOG.warn("{} rank {}: its contact lease cannot be renewed", cluster.token(), rank, failed);
            }
        }
    }

    @Override
    public void drain(LocalCluster cluster) throws LauncherException, IOException {
        for (var rank : ranks(cluster)) {
            if (Files.exists(directory(cluster, rank))) {
                ending.drain(directory(cluster, rank));
            }
        }
    }

    @Override
    public void kill(LocalCluster cluster, int only) throws IOException {
        for (var rank : ranks(cluster)) {
            if (only < 0 || only == rank) {
                ending.kill(directory(cluster, rank), cluster.starter(rank));
            }
        }
    }

    @Override
    public void release(LocalCluster cluster) throws LauncherException, IOException {
        ending.release(ranks(cluster).stream()
                .map(rank -> new RankEnd.Node(directory(cluster, rank), cluster.starter(rank)))
                .toList());
    }

    @Override
    public byte[] readLog(LocalCluster cluster, int rank, long offset, int maxBytes) throws IOException {
        try {
            return new LocalNode().read(directory(cluster, rank).resolve("out").toString(), offset, maxBytes);
        } catch (NoSuchFileException nothingYet) {
            return new byte[0];
        }
    }

    @Override
    public long firstKept(LocalCluster cluster, int rank) throws IOException {
        return LogPuncher.firstKept(directory(cluster, rank).resolve("out"));
    }

    @Override
    public void logKept(LocalCluster cluster, int rank, long offset) {
        cluster.logPuncher(rank, directory(cluster, rank).resolve("out")).kept(offset);
    }

    private Path directory(LocalCluster cluster, int rank) {
        return home.node(cluster.token(), rank);
    }

    private static List<Integer> ranks(LocalCluster cluster) {
        return IntStream.range(0, cluster.record().nodes()).boxed().toList();
    }
}
