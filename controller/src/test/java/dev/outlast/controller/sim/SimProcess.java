package dev.outlast.controller.sim;

import dev.outlast.controller.engine.LostLeadership;
import dev.outlast.controller.leader.OpenLease;
import dev.outlast.core.spi.Store;
import dev.outlast.core.store.StoreException;
import dev.outlast.testkit.sim.SimLine;
import dev.outlast.testkit.sim.postgres.SimLease;
import dev.outlast.testkit.sim.postgres.SimPostgres;
import dev.outlast.testkit.sim.postgres.SimSession;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// One controller process on one machine: stands by, is elected, leads, and ends when it has lost the lead. Whoever
/// starts it again makes another one of these.
final class SimProcess implements Seat {
    private static final Duration SOON = Duration.ofMillis(250);

    private final World world;
    private final SimPostgres server;
    private final Several several;
    private final String name;
    private final Duration lease;
    /// How much faster than true time its clock runs.
    private final double haste;
    private final OpenLease judged;
    private final SimWriter writer;
    private Optional<SimSession> session = Optional.empty();
    private Optional<SimController> controller = Optional.empty();
    private boolean alive = true;
    private boolean elected;
    private long term;
    private Instant frozenUntil = Instant.MIN;
    private Instant cutUntil = Instant.MIN;
    /// True time at which the last renewal that was done was sent.
    private Instant renewalSent = Instant.MIN;
    private Duration frozenInTask = Duration.ZERO;

    SimProcess(World world, SimPostgres server, Several several, String name, Duration lease) {
        this.world = world;
        this.server = server;
        this.several = several;
        this.name = name;
        this.lease = lease;
        this.haste = 1 + (world.chance.below(41) - 20) / 1_000.0;
        this.judged = new OpenLease(lease, this::nanos, this::wall);
        this.writer = new SimWriter(world, server, this);
        after(world.chance.between(Duration.ZERO, Duration.ofSeconds(1)), this::stand);
    }

    @Override
    public String toString() {
        return name;
    }

    // --- standing for election

    private void stand() {
        if (elected) {
            return;
        }
        try {
            after(campaign(open()), this::stand);
        } catch (StoreException away) {
            judged.sessionLost();
            drop();
            after(SOON, this::stand);
        }
    }

    private Duration campaign(SimSession open) throws StoreException {
        var asked = judging();
        var row = open.look();
        var held = open.isLockHeldBy(row);
        if (judged.isOver(row, held, asked, judging())) {
            mayFreeze(0.01);
            take(open, row);
            return SOON;
        }
        if (!held) {
            open.unlock();
            return SOON;
        }
        return lease.dividedBy(5);
    }

    /// In nanoseconds of the clock by which others' leases are judged.
    private long judging() {
        return world.plant.judgesLeasesByWallClock()
                ? Duration.between(Instant.EPOCH, wall()).toNanos()
                : nanos();
    }

    private void take(SimSession open, SimLease row) throws StoreException {
        var sent = world.time.instant();
        var done = judged.sending();
        if (!open.take(row, name, lease)) {
            return;
        }
        done.run();
        elected = true;
        term = row.term() + 1;
        renewalSent = sent;
        world.trace(name, "is elected", "term " + term + " after " + row.holder());
        if (!open.tryLock()) {
            open.endHolderOfLock();
            open.tryLock();
        }
        after(judged.renewEvery(), this::renew);
        after(world.chance.between(Duration.ofMillis(10), Duration.ofMillis(500)), this::lead);
    }

    private void renew() {
        if (!elected) {
            return;
        }
        try {
            var open = open();
            var sent = world.time.instant();
            var done = judged.sending();
            open.tryLock();
            mayFreeze(0.002);
            if (!open.renew(name, term)) {
                world.trace(name, "hears", "somebody else was elected");
                elected = false;
            } else if (world.chance.fault(0.01)) {
                throw new StoreException(StoreException.Kind.UNKNOWN, "the answer is lost");
            } else {
                done.run();
                renewalSent = sent;
                after(judged.renewEvery(), this::renew);
            }
        } catch (StoreException away) {
            drop();
            after(SOON, this::renew);
        }
    }

    private SimSession open() throws StoreException {
        reach();
        if (session.isEmpty()) {
            session = Optional.of(server.connect(name));
        }
        return session.get();
    }

    private void drop() {
        var before = session;
        session = Optional.empty();
        before.ifPresent(this::closes);
    }

    /// The server hears of it when it can, and what was sent before is done meanwhile.
    void closes(SimSession before) {
        if (isCut() || world.chance.fault(0.3)) {
            world.time.after(world.chance.between(Duration.ZERO, Duration.ofMinutes(1)), before::close);
        } else {
            before.close();
        }
    }

    // --- leading

    private void lead() {
        if (!elected) {
            die("lost the lead before it had begun");
            return;
        }
        try {
            controller = Optional.of(new SimController(world, name, this));
            after(Duration.ofSeconds(1), this::expire);
        } catch (StoreException | LostLeadership | InterruptedException failed) {
            world.trace(name, "does not lead", String.valueOf(failed.getMessage()));
            die("cannot lead");
        }
    }

    /// An engine that has nothing to write would never be told.
    private void expire() {
        if (!stands()) {
            try {
                if (writer.leader().epoch()
                        != controller.map(SimController::epoch).orElse(0L)) {
                    controller.ifPresent(c -> c.kill("another one leads"));
                    return;
                }
            } catch (StoreException away) {
                world.trace(name, "cannot ask who leads", String.valueOf(away.getMessage()));
            }
        }
        after(Duration.ofSeconds(1), this::expire);
    }

    @Override
    public void left(String why, boolean forGood) {
        if (forGood) {
            several.staysDown(this);
        }
        die(why);
    }

    /// In order: what is under way is finished, and the lease is given back.
    void handOver() {
        if (isFrozen() || isCut() || controller().filter(SimController::isBusy).isPresent()) {
            return;
        }
        try {
            if (elected) {
                open().giveBack(name, term);
            }
        } catch (StoreException away) {
            world.trace(name, "does not give the lease back", String.valueOf(away.getMessage()));
        }
        die("is told to stop");
    }

    // --- what befalls it

    void die(String why) {
        if (alive) {
            alive = false;
            elected = false;
            world.trace(name, "ends", why);
            controller.ifPresent(c -> c.kill(why));
            session.ifPresent(this::closes);
            writer.gone();
            several.ended(this);
        }
    }

    void freeze() {
        var most = lease.multipliedBy(3);
        var until = world.time.instant().plus(world.chance.between(Duration.ofMillis(100), most));
        world.trace(name, "is frozen until", until);
        frozenUntil = until;
    }

    void mayFreeze(double probability) {
        if (world.chance.fault(probability)) {
            freeze();
            pass(Duration.ZERO);
        }
    }

    void cut(Duration how) {
        world.trace(name, "is cut off for", how);
        cutUntil = world.time.instant().plus(how);
    }

    void heal() {
        cutUntil = Instant.MIN;
        frozenUntil = Instant.MIN;
    }

    boolean isAlive() {
        return alive;
    }

    private boolean isFrozen() {
        return world.time.instant().isBefore(frozenUntil);
    }

    private boolean isCut() {
        return world.time.instant().isBefore(cutUntil);
    }

    Optional<SimController> controller() {
        return controller.filter(SimController::isAlive);
    }

    /// Whether its janitor has looked since then, and it leads all the same.
    boolean hasLookedSince(Instant then) {
        return controller().filter(c -> c.lastLook().isAfter(then)).isPresent();
    }

    void reach() throws StoreException {
        if (isCut() || !server.isUp()) {
            throw new StoreException(StoreException.Kind.UNKNOWN, "no answer");
        }
    }

    // --- the seat

    @Override
    public Store store() {
        return writer;
    }

    @Override
    public boolean stands() {
        return (elected && judged.stands()) || !world.plant.stopsAtTheDeadline();
    }

    @Override
    public void after(Duration delay, Runnable task) {
        world.time.after(delay, () -> whenAwake(task));
    }

    private void whenAwake(Runnable task) {
        if (!alive) {
            return;
        }
        if (isFrozen()) {
            var left = Duration.between(world.time.instant(), frozenUntil);
            // Its threads do not wake up in any order.
            world.time.after(left.plusMillis(world.chance.below(300)), () -> whenAwake(task));
            return;
        }
        frozenInTask = Duration.ZERO;
        try {
            task.run();
        } catch (Crash crash) {
            die("crashed " + crash.getMessage());
        }
    }

    @Override
    public void pass(Duration time) {
        world.time.pass(time);
        while (alive && isFrozen()) {
            world.time.pass(Duration.between(world.time.instant(), frozenUntil));
        }
        if (!alive) {
            throw new Crash("killed while it waited");
        }
    }

    @Override
    public long nanos() {
        return (long) (world.time.nanos() * haste);
    }

    @Override
    public Instant wall() {
        return world.wall();
    }

    @Override
    public void beforeCall() {
        if (world.chance.fault(0.04)) {
            var from = world.time.instant();
            freeze();
            world.time.pass(Duration.between(from, frozenUntil));
            if (!alive) {
                throw new SimLine.NeverAnswers("killed before the call");
            }
            frozenInTask = frozenInTask.plus(Duration.between(from, world.time.instant()));
        }
    }

    @Override
    public boolean mayAct() {
        var begun = world.time.instant().minus(frozenInTask);
        return !begun.isAfter(renewalSent.plus(lease));
    }

    @Override
    public boolean cleans() {
        return true;
    }
}
