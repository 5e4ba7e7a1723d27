package dev.outlast.provider.local;

import dev.outlast.core.cluster.Observation;
import dev.outlast.core.job.Fault;
import dev.outlast.core.job.Token;
import dev.outlast.core.spi.LauncherException;
import dev.outlast.node.LocalNode;
import dev.outlast.node.RunnerFiles;
import dev.outlast.provider.local.LocalConfig.NodeType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The pretended provider: its clusters, its nodes, its whims, wired together.
final class LocalWorld implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalWorld.class);
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    /// What it is made from.
    ///
    /// @param files what fills the homes of its nodes
    record Means(Path home, LocalConfig config, InstantSource clock, NodeFiles files) {}

    private final LocalConfig config;
    private final InstantSource clock;
    private final String bootId;
    private final HomeLayout home;
    private final ClusterLedger ledger;
    private final Catalog catalog;
    private final Weather weather;
    private final Fates fates;
    private final Agenda agenda;
    private final Rehearsals rehearsals;
    private final HollowNodes hollowNodes;
    private final ProcessNodes processNodes;
    private final Hints hints;
    private final Consumer<LocalCluster> changed;

    /// @param changed told of every cluster that may look different now
    LocalWorld(Means means, Consumer<LocalCluster> changed) throws IOException {
        this.changed = changed;
        config = means.config();
        clock = means.clock();
        bootId = Files.readString(BOOT_ID).strip();
        home = new HomeLayout(means.home()).create();
        ledger = new ClusterLedger(home, clock, bootId);
        catalog = new Catalog(LocalLauncher.PROVIDER, config);
        weather = new Weather(home, config);
        fates = new Fates(ledger, config, clock);
        agenda = new Agenda(clock, this::turn);
        var commands = new RunnerCommands(
                RunnerFiles.install(new LocalNode(), home.runner().toString()),
                means.files().userHome());
        var ending = new RankEnd(home, commands, bootId);
        var stage = new NodeStage(home, means.files(), config, catalog, ledger.name());
        hollowNodes = new HollowNodes(ledger, agenda, clock, config.hollowSeconds());
        processNodes = new ProcessNodes(home, ledger, stage, commands, ending, clock, changed);
        rehearsals = new Rehearsals(ledger, fates, weather, config, catalog, this::nodes, clock);
        new HomeSweep(home, ledger, ending, clock, bootId).sweep();
        hints = new Hints(home.notifyDirectory(), this::heard);
        ledger.all().forEach(this::schedule);
    }

    ClusterLedger ledger() {
        return ledger;
    }

    Catalog catalog() {
        return catalog;
    }

    Weather weather() {
        return weather;
    }

    Rehearsals rehearsals() {
        return rehearsals;
    }

    boolean isHollow(NodeType type) {
        return config.hollow() || type.hollow();
    }

    Nodes nodes(LocalCluster cluster) {
        return cluster.record().hollow() ? hollowNodes : processNodes;
    }

    /// Sees to it that what the provider will do to the cluster by itself happens in time.
    void schedule(LocalCluster cluster) {
        fates.nextTurn(cluster).ifPresent(at -> agenda.hintAt(cluster, at));
        cluster.record()
                .activated()
                .map(activated -> activated.at().plus(activated.hollowRun()))
                .filter(clock.instant()::isBefore)
                .ifPresent(at -> agenda.hintAt(cluster, at));
    }

    private void turn(LocalCluster cluster) {
        try {
            fates.settle(cluster, nodes(cluster));
            fates.nextTurn(cluster).filter(clock.instant()::isBefore).ifPresent(at -> agenda.hintAt(cluster, at));
        } catch (IOException | RuntimeException failed) {
            // The next look does it again.
            LOG.warn("{}: what was due could not be done", cluster.token(), failed);
        }
        changed.accept(cluster);
    }

    private void heard(Optional<String> name) {
        if (name.isEmpty()) {
            LOG.debug("hints were missed: all clusters are looked at");
            ledger.known().forEach(this::stir);
            return;
        }
        Token.parse(name.get()).flatMap(ledger::find).ifPresent(this::stir);
    }

    private void stir(LocalCluster cluster) {
        if (cluster.record().nodes() > 1) {
            // Without waiting for somebody to look. It says nothing about the controller's contact.
            nodes(cluster).openBarrier(cluster, nodes(cluster).look(cluster));
        }
        changed.accept(cluster);
    }

    Observation look(LocalCluster cluster) {
        var now = clock.instant();
        if (now.isBefore(cluster.silentUntil())) {
            return new Observation.Unknown("silent until " + cluster.silentUntil() + " as rehearsed");
        }
        try {
            fates.settle(cluster, nodes(cluster));
        } catch (IOException failed) {
            LOG.warn("{}: what was due could not be done", cluster.token(), failed);
        }
        var record = cluster.record();
        if (cluster.isGoneAt(now)) {
            return record.fate()
                    .<Observation>map(fate -> new Observation.Gone(fate.fault(), fate.detail()))
                    .orElseThrow();
        }
        if (!record.bootId().equals(bootId)) {
            return new Observation.Gone(Fault.NODE_LOST, "this machine was rebooted");
        }
        var nodes = nodes(cluster);
        var sights = nodes.look(cluster);
        nodes.renewContact(cluster);
        nodes.openBarrier(cluster, sights);
        return Sights.observation(cluster, sights);
    }

    /// Ends what carries the token, whether or not it was ever made.
    void release(Token token) throws LauncherException, IOException {
        ledger.bury(token);
        var present = ledger.find(token);
        if (present.isEmpty()) {
            return;
        }
        var cluster = present.get();
        cluster.work.lock();
        try {
            if (!cluster.isReleased()) {
                nodes(cluster).release(cluster);
                ledger.forget(cluster);
                Files.deleteIfExists(home.notifyDirectory().resolve(token.fileName()));
            }
        } finally {
            cluster.work.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        hints.close();
        agenda.close();
        ledger.close();
    }
}
