package dev.outlast.testkit.launcher;

import dev.outlast.core.cluster.ClusterHandle;
import dev.outlast.core.cluster.ClusterRequest;
import dev.outlast.core.cluster.Observation;
import dev.outlast.core.cluster.RankReport;
import dev.outlast.core.cluster.RankReport.Phase;
import dev.outlast.core.job.Fault;
import dev.outlast.core.job.Token;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// One cluster of a [FakeCloud]. Nothing in it ticks: what it shows follows from a few instants and the time
/// asked for.
final class FakeCluster {
    private static final int STOPPED = 128 + 15;

    /// The end of a node that did not end by itself.
    ///
    /// @param rank the node that dies, -1 for all
    /// @param at when it dies
    /// @param reported when the provider says so
    record Doom(int rank, Instant at, Instant reported, Fault fault, String detail) {
        boolean strikes(int other) {
            return rank < 0 || rank == other;
        }
    }

    private final ClusterRequest request;
    private final ClusterHandle handle;
    private final Map<Integer, Long> freed = new HashMap<>();
    private long epoch;
    private List<Script> scripts = List.of();
    private Instant activated = Instant.MAX;
    private Instant drained = Instant.MAX;
    private Instant silentUntil = Instant.MIN;
    private Optional<Instant> notice = Optional.empty();
    private Optional<Doom> doom = Optional.empty();

    FakeCluster(ClusterRequest request, ClusterHandle handle) {
        this.request = request;
        this.handle = handle;
        this.epoch = request.epoch();
    }

    ClusterHandle handle() {
        return handle;
    }

    Token token() {
        return request.token();
    }

    ClusterRequest request() {
        return request;
    }

    long epoch() {
        return epoch;
    }

    void raise(long newEpoch) {
        epoch = newEpoch;
    }

    boolean isActivated() {
        return !scripts.isEmpty();
    }

    void activate(List<Script> perRank, Instant now) {
        scripts = List.copyOf(perRank);
        activated = now;
    }

    void drain(Instant now) {
        drained = now.isBefore(drained) ? now : drained;
    }

    void silence(Instant until) {
        silentUntil = until;
    }

    /// Announces that the cluster is taken back; it then is, unless something else ends it first.
    void announce(Instant now, Duration lead) {
        notice = Optional.of(now);
        doom(new Doom(-1, now.plus(lead), now.plus(lead), Fault.PREEMPTED, "taken back after a notice"));
    }

    void doom(Doom next) {
        doom = doom.filter(earlier -> earlier.at().isBefore(next.at())).or(() -> Optional.of(next));
    }

    Observation seenAt(Instant now) {
        if (now.isBefore(silentUntil)) {
            return new Observation.Unknown("silent until " + silentUntil);
        }
        var reported = doom.filter(end -> !now.isBefore(end.reported()));
        if (reported.isPresent()) {
            return new Observation.Gone(reported.get().fault(), reported.get().detail());
        }
        var ranks = new ArrayList<RankReport>();
        for (var rank = 0; rank < request.nodes(); rank++) {
            ranks.add(rankAt(rank, now));
        }
        return notice.isPresent()
                ? new Observation.Noticed(ranks, "announced at " + notice.get())
                : new Observation.Up(ranks);
    }

    private RankReport rankAt(int rank, Instant now) {
        // A dead node whose provider has not spoken yet shows what was last heard of it.
        var heard = doom.filter(end -> end.strikes(rank) && end.at().isBefore(now))
                .map(Doom::at)
                .orElse(now);
        if (!isActivated()) {
            return new RankReport(rank, new Phase.Waiting(), Duration.ZERO, Duration.ZERO);
        }
        var script = scripts.get(rank);
        var runStarts = script.setupCode() == 0 ? activated.plus(script.setup()) : Instant.MAX;
        var ends = endOf(script);
        var stop = heard.isBefore(ends) ? heard : ends;
        var ran = runStarts.isBefore(stop) ? Duration.between(runStarts, stop) : Duration.ZERO;
        return new RankReport(rank, phaseAt(script, heard, runStarts, ends), ran, Duration.between(activated, heard));
    }

    private Phase phaseAt(Script script, Instant heard, Instant runStarts, Instant ends) {
        if (heard.isBefore(ends)) {
            return heard.isBefore(runStarts) ? new Phase.InSetup() : new Phase.InRun();
        }
        var stopped = drained.isBefore(naturalEndOf(script));
        if (stopped) {
            return new Phase.Exited(ends.isBefore(runStarts), STOPPED, true);
        }
        return script.setupCode() == 0
                ? new Phase.Exited(false, script.code(), false)
                : new Phase.Exited(true, script.setupCode(), false);
    }

    private Instant endOf(Script script) {
        var natural = naturalEndOf(script);
        return drained.isBefore(natural) ? drained : natural;
    }

    private Instant naturalEndOf(Script script) {
        var afterSetup = activated.plus(script.setup());
        return script.setupCode() == 0 ? afterSetup.plus(script.run()) : afterSetup;
    }

    /// It frees what is kept elsewhere to the byte.
    void logKept(int rank, long offset) {
        freed.merge(rank, offset, Math::max);
    }

    long firstKept(int rank) {
        return freed.getOrDefault(rank, 0L);
    }

    byte[] logAt(int rank, long offset, int maxBytes, Instant now) {
        if (!isActivated() || rank >= scripts.size()) {
            return new byte[0];
        }
        var script = scripts.get(rank);
        var printed = script.setupCode() == 0 && !now.isBefore(activated.plus(script.setup()));
        var output = script.output().getBytes(StandardCharsets.UTF_8);
        if (!printed || offset >= output.length) {
            return new byte[0];
        }
        Arrays.fill(output, 0, (int) Math.min(output.length, firstKept(rank)), (byte) 0);
        return Arrays.copyOfRange(output, (int) offset, (int) Math.min(output.length, offset + maxBytes));
    }

    /// The next instant after `now` at which it will look different by itself.
    Optional<Instant> nextChange(Instant now) {
        var ends = scripts.stream().flatMap(script -> Stream.of(activated.plus(script.setup()), endOf(script)));
        return Stream.concat(ends, doom.stream().flatMap(end -> Stream.of(end.at(), end.reported())))
                .filter(now::isBefore)
                .min(Instant::compareTo);
    }
}
