package dev.outlast.testkit.sim;

import dev.outlast.core.cluster.ClusterHandle;
import dev.outlast.core.cluster.ClusterRequest;
import dev.outlast.core.cluster.Observation;
import dev.outlast.core.cluster.RankReport;
import dev.outlast.core.cluster.RankReport.Phase;
import dev.outlast.core.job.Fault;
import dev.outlast.core.job.Token;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One cluster: what it shows at any time follows from a few instants.
public final class SimCluster {
    static final Duration SELF_END = Duration.ofMinutes(10);
    private static final Duration GRACE = Duration.ofSeconds(30);

    /// @param at when the node dies
    /// @param reported when the provider says so
    /// @param flash how long the node still answers, with its process killed
    private record Doom(Instant at, Instant reported, Duration flash, Fault fault) {}

    private final ClusterRequest request;
    private final ClusterHandle handle;
    private long epoch;
    private Instant activated = Instant.MAX;
    private Optional<Work> work = Optional.empty();
    private Optional<Doom> doom = Optional.empty();
    private Instant noticed = Instant.MAX;
    private Instant drained = Instant.MAX;
    private Instant silentFrom = Instant.MAX;
    private Instant silentUntil = Instant.MIN;

    SimCluster(ClusterRequest request, ClusterHandle handle) {
        this.request = request;
        this.handle = handle;
        this.epoch = request.epoch();
    }

    public Token token() {
        return request.token();
    }

    public ClusterRequest request() {
        return request;
    }

    public ClusterHandle handle() {
        return handle;
    }

    long epoch() {
        return epoch;
    }

    void raise(long seen) {
        epoch = Math.max(epoch, seen);
    }

    public boolean isActivated() {
        return work.isPresent();
    }

    public Optional<Work> work() {
        return work;
    }

    void activate(Work what, Instant now) {
        work = Optional.of(what);
        activated = now;
    }

    void doom(Instant at, Instant reported, Duration flash, Fault fault) {
        if (doom.isEmpty()) {
            doom = Optional.of(new Doom(at, reported, flash, fault));
            silentUntil = Instant.MIN;
        }
    }

    void notice(Instant now, Duration lead) {
        if (doom.isEmpty()) {
            noticed = now;
            doom(now.plus(lead), now.plus(lead), Duration.ZERO, Fault.PREEMPTED);
        }
    }

    void drain(Instant now) {
        drained = now.isBefore(drained) ? now : drained;
    }

    void silence(Instant from, Duration time) {
        if (doom.isEmpty()) {
            silentFrom = from;
            silentUntil = from.plus(time);
        }
    }

    /// Whether the provider, the platform or the node itself has said that it is over, or will soon.
    public boolean isDoomed() {
        return doom.isPresent();
    }

    /// Whether it stopped itself because nobody reached it.
    public boolean stoppedItself(Instant now) {
        return work.isPresent() && !leaseEnd(work.get()).isAfter(now);
    }

    /// Whether the user's program ended by itself with a code other than 0.
    public boolean userFailed(Instant now) {
        return work.isPresent()
                && !natural(work.get()).isAfter(now)
                && natural(work.get()).isBefore(cut())
                && (work.get().code() != 0 || work.get().setupCode() != 0);
    }

    /// Whether something of the user's runs there.
    public boolean isRunning(Instant now) {
        return work.isPresent() && now.isBefore(natural(work.get())) && now.isBefore(cut());
    }

    public boolean isAlive(Instant now) {
        return doom.map(d -> now.isBefore(d.at())).orElse(true);
    }

    Observation seen(Instant now) {
        if (!now.isBefore(silentFrom) && now.isBefore(silentUntil)) {
            return new Observation.Unknown("silent");
        }
        if (doom.isPresent() && !now.isBefore(doom.get().at())) {
            var end = doom.get();
            if (!now.isBefore(end.reported())) {
                return new Observation.Gone(end.fault(), "as rehearsed");
            }
            if (!now.isBefore(end.at().plus(end.flash()))) {
                return new Observation.Unknown(survivors(end.at(), now), "a node does not answer");
            }
        }
        var ranks = new ArrayList<RankReport>();
        for (int rank = 0; rank < request.nodes(); rank++) {
            ranks.add(rank(rank, now));
        }
        return now.isBefore(noticed) ? new Observation.Up(ranks) : new Observation.Noticed(ranks, "taken back soon");
    }

    /// The last rank's node died; the others miss it and fail soon after.
    private List<RankReport> survivors(Instant death, Instant now) {
        var heard = new ArrayList<RankReport>();
        var missed = death.plusSeconds(2);
        for (int rank = 0; rank < request.nodes() - 1; rank++) {
            var then = rank(rank, earlier(now, death.minusNanos(1)));
            var fails = work.isPresent() && then.phase() instanceof Phase.InRun && !now.isBefore(missed);
            heard.add(
                    fails
                            ? new RankReport(rank, new Phase.Exited(false, 1, false), then.ranFor(), then.idleFor())
                            : then);
        }
        return heard;
    }

    private RankReport rank(int rank, Instant now) {
        if (work.isEmpty()) {
            return new RankReport(rank, new Phase.Waiting(), Duration.ZERO, Duration.ZERO);
        }
        var what = work.get();
        var begins = activated.plus(what.setup());
        var ends = earlier(natural(what), cut());
        var until = earlier(now, ends);
        var ran = begins.isBefore(until) ? Duration.between(begins, until) : Duration.ZERO;
        return new RankReport(rank, phase(rank, what, now, begins, ends), ran, Duration.ZERO);
    }

    private Phase phase(int rank, Work what, Instant now, Instant begins, Instant ends) {
        if (now.isBefore(ends)) {
            return now.isBefore(begins) ? new Phase.InSetup() : new Phase.InRun();
        }
        var inSetup = ends.isBefore(begins) || what.setupCode() != 0;
        if (ends.equals(natural(what))) {
            var failing = what.setupCode() != 0 ? what.setupCode() : rank == 0 ? what.code() : 0;
            return new Phase.Exited(inSetup, failing, false);
        }
        if (doom.isPresent() && ends.equals(doom.get().at())) {
            return new Phase.Exited(inSetup, 137, false);
        }
        var saved = what.savesOnTerm() && !inSetup && ends.equals(drainEnd());
        return new Phase.Exited(inSetup, saved ? 0 : 143, true);
    }

    private Instant natural(Work what) {
        var setup = activated.plus(what.setup());
        return what.setupCode() == 0 ? setup.plus(what.run()) : setup;
    }

    /// When it ends at the latest, by anything but itself.
    private Instant cut() {
        var lease = work.map(this::leaseEnd).orElse(Instant.MAX);
        return earlier(earlier(doom.map(Doom::at).orElse(Instant.MAX), drainEnd()), lease);
    }

    private Instant leaseEnd(Work what) {
        if (what.contactLease().isZero() || silentUntil.equals(Instant.MIN)) {
            return Instant.MAX;
        }
        var end = silentFrom.plus(what.contactLease().multipliedBy(9).dividedBy(10));
        return end.isBefore(silentUntil) ? end : Instant.MAX;
    }

    private Instant drainEnd() {
        return drained.equals(Instant.MAX) ? Instant.MAX : drained.plus(GRACE.dividedBy(2));
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    List<String> described() {
        return List.of(token().text(), request.offer().place().toString());
    }
}
