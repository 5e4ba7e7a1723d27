package dev.outlast.provider.local;

import dev.outlast.core.job.Fault;
import dev.outlast.provider.local.ClusterRecord.Fate;
import dev.outlast.provider.local.ClusterRecord.Notice;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// What the pretended provider does to clusters: announces, takes back, lets nodes die.
final class Fates {
    private final ClusterLedger ledger;
    private final LocalConfig config;
    private final InstantSource clock;

    Fates(ClusterLedger ledger, LocalConfig config, InstantSource clock) {
        this.ledger = ledger;
        this.config = config;
        this.clock = clock;
    }

    /// The next instant at which [#settle] may have something to do.
    Optional<Instant> nextTurn(LocalCluster cluster) {
        var record = cluster.record();
        if (record.fate().isPresent()) {
            return record.fate().map(Fate::reported).filter(clock.instant()::isBefore);
        }
        return record.notice()
                .map(Notice::deadline)
                .or(() -> drawnPreemption(record).map(at -> at.minus(config.noticeLead())));
    }

    private Optional<Instant> drawnPreemption(ClusterRecord record) {
        return record.offer().spot()
                ? PreemptionDraw.uptime(config.seed(), record.token(), config.preemptionsPerHour())
                        .map(record.created()::plus)
                : Optional.empty();
    }

    /// Does what is due. Cheap when nothing is.
    void settle(LocalCluster cluster, Nodes nodes) throws IOException {
        var record = cluster.record();
        if (record.fate().isPresent() || (record.notice().isEmpty() && config.preemptionsPerHour() <= 0)) {
            return;
        }
        var now = clock.instant();
        if (record.notice().isPresent()) {
            if (!now.isBefore(record.notice().get().deadline())) {
                takeBack(cluster, nodes, -1, "preempted as announced");
            }
            return;
        }
        var preemption = drawnPreemption(record);
        if (preemption.isEmpty() || now.isBefore(preemption.get().minus(config.noticeLead()))) {
            return;
        }
        if (config.noticeLead().isZero()) {
            takeBack(cluster, nodes, -1, "preempted by chance (preemption_rate)");
        } else {
            announce(cluster, config.noticeLead());
        }
    }

    /// Announces that the cluster is taken back; the first announcement stands.
    void announce(LocalCluster cluster, Duration lead) throws IOException {
        if (cluster.record().notice().isEmpty() && cluster.record().fate().isEmpty()) {
            var now = clock.instant();
            ledger.note(cluster, "notice", new Notice(now, now.plus(lead)).text());
        }
    }

    /// Takes the cluster back: its nodes die now, the provider says so after `gone_report_delay`.
    void takeBack(LocalCluster cluster, Nodes nodes, int rank, String detail) throws IOException {
        end(cluster, nodes, rank, Fault.PREEMPTED, detail, config.goneReportDelay());
    }

    /// Lets a node die without a word of the provider.
    void lose(LocalCluster cluster, Nodes nodes, int rank) throws IOException {
        if (cluster.record().hollow()) {
            end(cluster, nodes, rank, Fault.NODE_LOST, "hollow node lost", Duration.ZERO);
        } else {
            nodes.kill(cluster, rank);
        }
    }

    private void end(LocalCluster cluster, Nodes nodes, int rank, Fault fault, String detail, Duration untilReported)
            throws IOException {
        cluster.work.lock();
        try {
            if (cluster.isReleased() || cluster.record().fate().isPresent()) {
                return;
            }
            // Noted before it is done: whoever looks in between must not take it for a loss of its own.
            var now = clock.instant();
            ledger.note(cluster, "fate", new Fate(now, now.plus(untilReported), fault, rank, detail).text());
            nodes.kill(cluster, rank);
        } finally {
            cluster.work.unlock();
        }
    }
}
