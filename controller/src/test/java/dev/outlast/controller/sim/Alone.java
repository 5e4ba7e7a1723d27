package dev.outlast.controller.sim;

import dev.outlast.controller.engine.LostLeadership;
import dev.outlast.core.spi.Store;
import dev.outlast.core.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One controller at a time, on a store of its own; it may be replaced while it still believes that it leads.
final class Alone implements Cast {
    private final World world;
    private final List<SimController> controllers = new ArrayList<>();
    private Instant storeAwayUntil = Instant.MIN;
    private int made;
    private boolean electing;

    Alone(World world) {
        this.world = world;
    }

    @Override
    public void begin() {
        start();
        supervise();
    }

    private void elect() {
        electing = true;
        world.time.after(world.chance.between(Duration.ofSeconds(2), Duration.ofSeconds(40)), () -> {
            electing = false;
            if (leader().isEmpty()) {
                start();
            }
        });
    }

    private void start() {
        var name = "c" + ++made;
        try {
            controllers.add(new SimController(world, name, new Chair()));
        } catch (StoreException | LostLeadership | Crash | InterruptedException failed) {
            world.trace(name, "does not start", String.valueOf(failed.getMessage()));
            elect();
        }
    }

    /// A dead leader is replaced, as by a service that restarts.
    private void supervise() {
        world.time.after(Duration.ofSeconds(5), () -> {
            if (leader().isEmpty() && !electing) {
                elect();
            }
            supervise();
        });
    }

    @Override
    public Optional<SimController> leader() {
        return controllers.isEmpty() || !controllers.getLast().isAlive()
                ? Optional.empty()
                : Optional.of(controllers.getLast());
    }

    @Override
    public Optional<SimController> anyLeader() {
        var alive = controllers.stream().filter(SimController::isAlive).toList();
        return alive.isEmpty() ? Optional.empty() : Optional.of(world.chance.oneOf(alive));
    }

    @Override
    public void strike() {
        switch (world.chance.below(3)) {
            case 0 -> leader().ifPresent(c -> c.kill("SIGKILL"));
            case 1 -> replace();
            default ->
                storeAwayUntil =
                        world.time.instant().plus(world.chance.between(Duration.ofSeconds(1), Duration.ofMinutes(2)));
        }
    }

    /// Another one leads while the first still believes that it does.
    private void replace() {
        leader().ifPresent(old -> {
            old.replacedIn(world.chance.between(Duration.ZERO, Duration.ofMinutes(10)));
            start();
        });
    }

    @Override
    public void startAll() {}

    @Override
    public void calm() {
        storeAwayUntil = Instant.MIN;
        controllers.forEach(c -> c.kill("the last fault"));
    }

    /// The process is never frozen, and its lease is the controller's own.
    private final class Chair implements Seat {
        private final Store store = new SimStore(
                world.plant.store(world.primary),
                world.chance,
                () -> world.time.instant().isBefore(storeAwayUntil),
                world.invariants::committed,
                world::leads);

        @Override
        public Store store() {
            return store;
        }

        @Override
        public boolean stands() {
            return true;
        }

        @Override
        public void after(Duration delay, Runnable task) {
            world.time.after(delay, task);
        }

        @Override
        public void pass(Duration time) {
            world.time.pass(time);
        }

        @Override
        public long nanos() {
            return world.time.nanos();
        }

        @Override
        public Instant wall() {
            return world.wall();
        }

        @Override
        public void beforeCall() {}

        @Override
        public boolean mayAct() {
            return true;
        }

        @Override
        public boolean cleans() {
            return false;
        }

        @Override
        public void left(String why, boolean forGood) {}
    }
}
