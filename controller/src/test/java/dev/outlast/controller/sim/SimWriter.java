package dev.outlast.controller.sim;

import dev.outlast.core.store.Batch;
import dev.outlast.core.store.LeaderRow;
import dev.outlast.core.store.StoreException;
import dev.outlast.testkit.sim.Chance;
import dev.outlast.testkit.sim.postgres.SimPostgres;
import dev.outlast.testkit.sim.postgres.SimSession;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One controller's line to the database, by the product's rules: batches through one session, which is ended before
/// anything is believed after it broke; reads through any. Around each commit the process may be frozen, killed or left
/// without an answer, and the statement may be under way for longer than its sender leads.
final class SimWriter extends StoreLine {
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Duration LOCK = Duration.ofSeconds(2);
    private static final Duration HASTE = Duration.ofMillis(500);
    private static final int TRIES = 6;

    private final World world;
    private final SimPostgres server;
    private final SimProcess process;
    private final Chance chance;
    private Optional<SimSession> session = Optional.empty();
    private Optional<SimSession> doubtful = Optional.empty();
    private boolean inDoubt;
    private Instant fullUntil = Instant.MIN;
    private @Nullable Batch last;

    SimWriter(World world, SimPostgres server, SimProcess process) {
        super(world.primary);
        this.world = world;
        this.server = server;
        this.process = process;
        this.chance = world.chance;
    }

    @Override
    protected void reach() throws StoreException {
        process.reach();
    }

    @Override
    public LeaderRow leader() throws StoreException {
        if (inDoubt) {
            open();
        }
        return super.leader();
    }

    private SimSession open() throws StoreException {
        reach();
        if (session.isPresent() && session.get().isAlive()) {
            return session.get();
        }
        if (session.isPresent()) {
            throw noAnswer("the session was ended");
        }
        var fresh = server.connect(process.toString());
        if (doubtful.isPresent() && world.plant.endsDoubtfulSession()) {
            fresh.end(doubtful.get());
        }
        doubtful = Optional.empty();
        session = Optional.of(fresh);
        inDoubt = false;
        return fresh;
    }

    private StoreException noAnswer(String why) {
        if (session.isPresent()) {
            doubtful = session;
            inDoubt = true;
            session = Optional.empty();
        }
        return new StoreException(StoreException.Kind.UNKNOWN, why);
    }

    @Override
    public LeaderRow takeLead(String holder) throws StoreException {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            var open = open();
            var seen = super.leader();
            process.mayFreeze(0.02);
            if (!open.mustWait()) {
                return open.takeLead(seen, holder)
                        .orElseThrow(() -> new StoreException(StoreException.Kind.FENCED, "another was faster"));
            }
            process.pass(HASTE);
            var writer = open().writer();
            if (open.mustWait() && writer.isPresent()) {
                world.trace(process.toString(), "ends the session", writer.get());
                open().end(writer.get());
            }
        }
        throw noAnswer("the row stays locked");
    }

    @Override
    public void commit(Batch batch) throws StoreException {
        var again = batch.equals(last);
        last = batch;
        var open = open();
        process.mayFreeze(0.002);
        if (chance.fault(0.015)) {
            late(open, batch);
        }
        if (chance.fault(0.004) && !open.mustWait()) {
            slow(open, batch);
            return;
        }
        await(open);
        if (chance.fault(0.002)) {
            throw new Crash("before commit");
        }
        if (isFull(again ? 0.3 : 0.001)) {
            throw new StoreException(StoreException.Kind.FULL, "no space left");
        }
        send(open, batch);
        process.mayFreeze(0.002);
        if (chance.fault(0.002)) {
            throw new Crash("after commit");
        }
        if (!open.isAlive() || chance.fault(0.006)) {
            throw noAnswer("the answer is lost");
        }
    }

    /// A disk that is full is so for a while. One that was slow before is full more often.
    private boolean isFull(double probability) {
        var now = world.time.instant();
        if (chance.fault(probability)) {
            fullUntil = now.plus(chance.between(Duration.ofMillis(1), Duration.ofSeconds(60)));
        }
        return chance.hasFaults() && now.isBefore(fullUntil);
    }

    private void send(SimSession open, Batch batch) throws StoreException {
        try {
            open.commit(batch);
        } catch (StoreException refused) {
            if (refused.kind() == StoreException.Kind.UNKNOWN) {
                throw noAnswer(String.valueOf(refused.getMessage()));
            }
            throw refused;
        }
    }

    /// Sent, and held up on the way: by the network, or because its sender was frozen right after.
    private void late(SimSession open, Batch batch) throws StoreException {
        world.trace(process.toString(), "sends, and it is under way", batch.number());
        if (chance.is(0.3)) {
            open.commitLater(batch, Duration.ZERO);
            throw noAnswer("the connection broke");
        }
        open.commitLater(batch, chance.between(Duration.ofMillis(1), Duration.ofSeconds(40)));
        if (chance.is(0.5)) {
            process.freeze();
        }
        process.pass(chance.between(Duration.ofMillis(100), ANSWER));
        throw noAnswer("no answer in time");
    }

    /// The server is at it for a while, with the row locked.
    private void slow(SimSession open, Batch batch) throws StoreException {
        world.trace(process.toString(), "hangs in a transaction", batch.number());
        var lasting = chance.between(Duration.ofMillis(100), Duration.ofSeconds(20));
        open.commitSlowly(batch, lasting);
        if (chance.is(0.3)) {
            process.freeze();
        }
        process.pass(lasting.compareTo(ANSWER) < 0 ? lasting : ANSWER);
        if (!open.hasDone(batch)) {
            throw noAnswer("no answer in time");
        }
    }

    private void await(SimSession open) throws StoreException {
        for (var waited = Duration.ZERO; open.mustWait(); waited = waited.plus(HASTE)) {
            if (waited.compareTo(LOCK) >= 0) {
                throw new StoreException(StoreException.Kind.UNKNOWN, "lock timeout");
            }
            process.pass(HASTE);
        }
    }

    /// The process is gone, and its connection with it.
    void gone() {
        session.ifPresent(process::closes);
        session = Optional.empty();
    }
}
