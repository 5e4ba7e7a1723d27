package dev.outlast.controller.sim;

import dev.outlast.core.job.Fault;
import dev.outlast.core.store.StoreException;
import dev.outlast.testkit.sim.Chance;
import dev.outlast.testkit.sim.SimCloud;
import dev.outlast.testkit.sim.SimCluster;
import dev.outlast.testkit.store.InMemoryStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What befalls nodes, places, controllers, the store and the clocks while the faults are on.
final class Weather {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final World world;
    private final Clients clients;
    private final Chance chance;
    private Optional<InMemoryStore.Snapshot> backup = Optional.empty();

    Weather(World world, Clients clients) {
        this.world = world;
        this.clients = clients;
        this.chance = world.chance;
    }

    void begin() {
        world.time.after(chance.between(Duration.ofSeconds(2), Duration.ofSeconds(80)), () -> {
            if (chance.hasFaults()) {
                strike();
                begin();
            }
        });
    }

    /// Nothing fails any more; what was broken comes back.
    void clear() {
        chance.calm();
        world.bucket.away(false);
        world.book.mend();
        SimCloud.OFFERS.forEach(o -> world.cloud.full(o, false));
        world.cast.calm();
    }

    private void strike() {
        switch (chance.below(13)) {
            case 0, 1, 2 -> someCluster().ifPresent(this::lose);
            case 3 ->
                someCluster()
                        .ifPresent(c ->
                                world.cloud.notice(c, chance.between(MINUTE.dividedBy(2), MINUTE.multipliedBy(2))));
            case 4 ->
                someCluster()
                        .ifPresent(c ->
                                world.cloud.silence(c, chance.between(MINUTE.dividedBy(6), MINUTE.multipliedBy(8))));
            case 5, 6 -> fill();
            case 7, 8, 9 -> world.cast.strike();
            case 10 -> bucketAway();
            case 11 -> clockOrRow();
            default -> backUpOrRestore();
        }
    }

    private void lose(SimCluster cluster) {
        var fault = chance.is(0.6) ? Fault.PREEMPTED : Fault.NODE_LOST;
        world.trace("weather", "takes", cluster.token().text());
        world.cloud.lose(
                cluster,
                fault,
                chance.between(Duration.ZERO, Duration.ofSeconds(20)),
                chance.is(0.5) ? Duration.ofMillis(1_500) : Duration.ZERO);
        world.leader().ifPresent(c -> c.hint(cluster.handle()));
    }

    private void fill() {
        var offer = chance.oneOf(SimCloud.OFFERS);
        world.cloud.full(offer, true);
        world.time.after(chance.between(MINUTE, MINUTE.multipliedBy(20)), () -> world.cloud.full(offer, false));
    }

    private void bucketAway() {
        world.bucket.away(true);
        world.time.after(chance.between(MINUTE.dividedBy(6), MINUTE.multipliedBy(5)), () -> world.bucket.away(false));
    }

    private void clockOrRow() {
        if (chance.is(0.6)) {
            world.stepWall(chance.oneOf(List.of(Duration.ofHours(1), Duration.ofHours(-1), Duration.ZERO)));
        } else {
            var rows = world.rows();
            if (!rows.isEmpty()) {
                world.book.spoil(chance.oneOf(rows).id());
            }
        }
    }

    private void backUpOrRestore() {
        if (backup.isEmpty()) {
            backup = Optional.of(world.primary.snapshot());
        } else if (chance.is(0.3)) {
            try {
                world.restore(backup.get());
                clients.restored();
            } catch (StoreException impossible) {
                throw new IllegalStateException(impossible);
            }
            backup = Optional.empty();
        }
    }

    private Optional<SimCluster> someCluster() {
        var all = List.copyOf(world.cloud.clusters());
        return all.isEmpty() ? Optional.empty() : Optional.of(chance.oneOf(all));
    }
}
