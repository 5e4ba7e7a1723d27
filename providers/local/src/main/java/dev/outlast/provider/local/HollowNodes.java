package dev.outlast.provider.local;

import dev.outlast.core.cluster.Activation;
import dev.outlast.core.cluster.RankReport;
import dev.outlast.core.cluster.RankReport.Phase;
import dev.outlast.core.spi.LauncherException;
import dev.outlast.provider.local.ClusterRecord.Activated;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Nodes that are nothing but a note of when they end: for tests of scale, where processes would be the bottleneck.
///
/// @param seconds how long they run when the environment does not say
record HollowNodes(ClusterLedger ledger, Agenda agenda, InstantSource clock, double seconds) implements Nodes {
    static final String SECONDS = "OUTLAST_HOLLOW_SECONDS";
    static final String EXIT = "OUTLAST_HOLLOW_EXIT";

    private static final int STOPPED = 128 + 15;
    private static final double MOST_SECONDS = 1e9;

    @Override
    public void activate(LocalCluster cluster, Activation what) throws LauncherException, IOException {
        if (cluster.record().activated().isPresent()) {
            ledger.admit(cluster, what.epoch(), () -> {});
            return;
        }
        double time;
        int exit;
        try {
            var asked = what.environment().getOrDefault(SECONDS, Double.toString(seconds));
            time = ValueText.number(SECONDS, asked, 0, MOST_SECONDS);
            exit = (int) ValueText.whole(EXIT, what.environment().getOrDefault(EXIT, "0"), 0, 255);
        } catch (IllegalArgumentException wrong) {
            throw Refusals.config(String.valueOf(wrong.getMessage()));
        }
        var activated = new Activated(clock.instant(), Duration.ofMillis(Math.round(time * 1000)), exit);
        ledger.admit(cluster, what.epoch(), () -> ledger.append(cluster, "activated", activated.text()));
        agenda.hintAt(cluster, activated.at().plus(activated.hollowRun()));
    }

    @Override
    public List<RankSight> look(LocalCluster cluster) {
        var now = clock.instant();
        var record = cluster.record();
        var ranks = new ArrayList<RankSight>(record.nodes());
        for (var rank = 0; rank < record.nodes(); rank++) {
            ranks.add(new RankSight.Seen(report(rank, record, now), false));
        }
        return ranks;
    }

    private static RankReport report(int rank, ClusterRecord record, Instant now) {
        if (record.activated().isEmpty()) {
            return new RankReport(rank, new Phase.Waiting(), Duration.ZERO, Duration.ZERO);
        }
        var activated = record.activated().get();
        var natural = activated.at().plus(activated.hollowRun());
        var drained = record.drained().filter(natural::isAfter);
        var end = drained.orElse(natural);
        var until = now.isBefore(end) ? now : end;
        Phase phase = now.isBefore(end)
                ? new Phase.InRun()
                : new Phase.Exited(false, drained.isPresent() ? STOPPED : activated.hollowExit(), drained.isPresent());
        return new RankReport(rank, phase, Duration.between(activated.at(), until), Duration.ZERO);
    }

    @Override
    public void openBarrier(LocalCluster cluster, List<RankSight> sights) {}

    @Override
    public void renewContact(LocalCluster cluster) {}

    @Override
    public void drain(LocalCluster cluster) throws IOException {
        if (cluster.record().drained().isEmpty()) {
            ledger.note(cluster, "drained", clock.instant().toString());
        }
    }

    /// A hollow node that died cannot be told from one that lives: only the fate in the ledger says so.
    @Override
    public void kill(LocalCluster cluster, int rank) {}

    @Override
    public void release(LocalCluster cluster) {}

    @Override
    public byte[] readLog(LocalCluster cluster, int rank, long offset, int maxBytes) {
        return new byte[0];
    }

    @Override
    public long firstKept(LocalCluster cluster, int rank) {
        return 0;
    }

    @Override
    public void logKept(LocalCluster cluster, int rank, long offset) {}
}
