package dev.outlast.provider.local;

import dev.outlast.core.cluster.ClusterHandle;
import dev.outlast.core.job.Token;
import dev.outlast.provider.local.ClusterRecord.Fate;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;

/// One cluster as this process knows it: what is on disk of it, and what need not be.
final class LocalCluster {
    /// Held while the cluster is activated, killed or released by this process.
    final ReentrantLock work = new ReentrantLock();

    private volatile ClusterRecord record;
    private volatile boolean released;
    private volatile Instant silentUntil = Instant.MIN;
    private final Map<Integer, Started> starters = new ConcurrentHashMap<>();
    private final Map<Integer, RankSight> ended = new ConcurrentHashMap<>();
    private final Map<Integer, LogPuncher> punchers = new ConcurrentHashMap<>();
    private final Queue<Runnable> afterRelease = new ConcurrentLinkedQueue<>();

    LocalCluster(ClusterRecord record) {
        this.record = record;
    }

    ClusterRecord record() {
        return record;
    }

    /// Only the ledger calls it, after the disk has it.
    void update(ClusterRecord newer) {
        record = newer;
    }

    Token token() {
        return record.token();
    }

    ClusterHandle handle() {
        return handle(record.offer().place().provider(), record.token(), record.hollow());
    }

    static ClusterHandle handle(String provider, Token token, boolean hollow) {
        return new ClusterHandle(provider, 1, (hollow ? "hollow:" : "") + token.fileName());
    }

    boolean isReleased() {
        return released;
    }

    void markReleased() {
        released = true;
        for (var last = afterRelease.poll(); last != null; last = afterRelease.poll()) {
            last.run();
        }
    }

    /// Runs it once the cluster is released, now if it is.
    void whenReleased(Runnable last) {
        afterRelease.add(last);
        if (released) {
            markReleased();
        }
    }

    void silence(Instant until) {
        silentUntil = until;
    }

    Instant silentUntil() {
        return silentUntil;
    }

    /// The process by which this launcher started the rank's runner; empty when another launcher did.
    Optional<Started> starter(int rank) {
        return Optional.ofNullable(starters.get(rank));
    }

    void keepStarter(int rank, Started process) {
        starters.put(rank, process);
    }

    /// What an ended rank showed: it shows the same for ever.
    Optional<RankSight> ended(int rank) {
        return Optional.ofNullable(ended.get(rank));
    }

    void keepEnded(int rank, RankSight sight) {
        ended.put(rank, sight);
    }

    LogPuncher logPuncher(int rank, Path out) {
        return punchers.computeIfAbsent(rank, _ -> new LogPuncher(out));
    }

    boolean isGoneAt(Instant now) {
        return record.fate().map(Fate::reported).filter(at -> !now.isBefore(at)).isPresent();
    }
}
