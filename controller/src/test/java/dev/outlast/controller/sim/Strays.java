package dev.outlast.controller.sim;

import dev.outlast.core.cluster.OwnedResource;
import dev.outlast.core.job.Token;
import dev.outlast.testkit.sim.SimCluster;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Things that carry our kind of tag and that no attempt answers for: what a dead leader's call made late, what belongs
/// to somebody else, what a leader made who is ahead of ours.
final class Strays {
    /// Twice the launch deadline.
    static final Duration APART = SimHands.LAUNCH_DEADLINE.multipliedBy(2);

    private final World world;
    private final Map<Token, Instant> orphans = new HashMap<>();
    private final Set<Token> foreign = new HashSet<>();
    private Optional<SimCluster> ahead = Optional.empty();
    private int made;
    private boolean noticed;

    Strays(World world) {
        this.world = world;
    }

    void strike(Several several) {
        switch (world.chance.below(4)) {
            case 0, 1 -> orphan();
            case 2 -> foreign();
            default -> ahead(several);
        }
    }

    /// A create that lands under the token of an attempt that was released.
    private void orphan() {
        var released = world.known().stream()
                .map(SimCluster::token)
                .filter(world.cloud::wasReleased)
                .filter(t -> world.cloud.find(t).isEmpty())
                .filter(world::isOurs)
                .toList();
        if (!released.isEmpty()) {
            var token = world.chance.oneOf(released);
            world.cloud.stray(token, Math.max(1, world.epoch - 1));
            orphans.put(token, world.time.instant());
        }
    }

    private void foreign() {
        var jobs = world.rows();
        if (!jobs.isEmpty()) {
            var token = new Token("other", 1, world.chance.oneOf(jobs).id(), 0, ++made);
            foreign.add(token);
            world.cloud.stray(token, world.epoch + 5);
        }
    }

    private void ahead(Several several) {
        var jobs = world.rows();
        if (ahead.isEmpty() && !jobs.isEmpty()) {
            var token = world.token(world.chance.oneOf(jobs).id(), 0, 1_000 + ++made);
            var there = world.cloud.stray(token, world.epoch + 1_000);
            ahead = Optional.of(there);
            noticed = false;
            var since = world.time.instant();
            world.time.after(SimHands.LAUNCH_DEADLINE, () -> found(several, there, since));
        }
    }

    void noticed() {
        noticed = true;
    }

    /// The operator finds the other controller, ends it and what it made, and starts ours.
    private void found(Several several, SimCluster there, Instant since) {
        if (ahead.equals(Optional.of(there))) {
            Invariants.require(
                    world.cloud.find(there.token()).isPresent(), "something foreign is touched", there.token());
            Invariants.require(!several.hasLookedSince(since), "goes on beside another leader", there.token(), noticed);
            ahead = Optional.empty();
            world.cloud.release(there.token());
            several.startAll();
        }
    }

    boolean isOrphan(Token token) {
        return orphans.containsKey(token);
    }

    boolean isForeign(Token token) {
        return foreign.contains(token);
    }

    /// What was ahead is removed with the rest that the backup does not name.
    void restored() {
        ahead = Optional.empty();
        world.cast.startAll();
    }

    void calm(Several several) {
        ahead.ifPresent(there -> world.cloud.release(there.token()));
        ahead = Optional.empty();
        several.startAll();
    }

    /// A leader's janitor releases something.
    ///
    /// @param since when this leader began
    void swept(OwnedResource orphan, Instant since) {
        var token = orphan.token();
        var now = world.time.instant();
        Invariants.require(!foreign.contains(token), "something foreign is touched", token);
        var there = orphans.getOrDefault(token, world.madeAt(token));
        Invariants.require(
                !there.plus(slightlyLess()).isAfter(now)
                        && !since.plus(slightlyLess()).isAfter(now),
                "the janitor is hasty",
                token,
                there,
                since);
        Invariants.require(!world.invariants.isLive(token), "the janitor sweeps what is in use", token);
    }

    /// By a clock that may run a little fast.
    private static Duration slightlyLess() {
        return APART.multipliedBy(9).dividedBy(10);
    }

    /// Nothing is there but what belongs to others.
    boolean areAllThatIsLeft() {
        return world.cloud.clusters().stream().allMatch(c -> foreign.contains(c.token()));
    }

    String left() {
        return world.cloud.clusters().stream()
                .filter(c -> !foreign.contains(c.token()))
                .map(c -> c.token().text())
                .collect(Collectors.joining(", "));
    }

    void checkEnds() {
        for (var token : foreign) {
            Invariants.require(world.cloud.find(token).isPresent(), "something foreign is touched", token);
        }
    }
}
