package dev.outlast.controller.sim;

import dev.outlast.core.spi.Store;
import dev.outlast.core.store.Batch;
import dev.outlast.core.store.LeaderRow;
import dev.outlast.core.store.StoreException;
import dev.outlast.testkit.sim.Chance;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// One controller's line to the store: commits whose answer is lost, processes killed around a commit, a store
/// that is
/// away, a disk that is full.
final class SimStore extends StoreLine {
    private final Chance chance;
    private final BooleanSupplier away;
    private final Consumer<Batch> committed;
    private final Consumer<LeaderRow> leads;

    /// @param committed told of each batch that is in the primary, before its writer knows
    /// @param leads told of whoever took the lead
    SimStore(Store primary, Chance chance, BooleanSupplier away, Consumer<Batch> committed, Consumer<LeaderRow> leads) {
        super(primary);
        this.chance = chance;
        this.away = away;
        this.committed = committed;
        this.leads = leads;
    }

    @Override
    public LeaderRow takeLead(String holder) throws StoreException {
        var row = super.takeLead(holder);
        leads.accept(row);
        return row;
    }

    @Override
    public void commit(Batch batch) throws StoreException {
        reach();
        if (chance.fault(0.01)) {
            throw new StoreException(StoreException.Kind.UNKNOWN, "lost before commit");
        }
        if (chance.fault(0.002)) {
            throw new StoreException(StoreException.Kind.FULL, "no space left");
        }
        if (chance.fault(0.002)) {
            throw new Crash("before commit");
        }
        super.commit(batch);
        committed.accept(batch);
        if (chance.fault(0.002)) {
            throw new Crash("after commit");
        }
        if (chance.fault(0.01)) {
            throw new StoreException(StoreException.Kind.UNKNOWN, "lost after commit");
        }
    }

    @Override
    protected void reach() throws StoreException {
        if (away.getAsBoolean()) {
            throw new StoreException(StoreException.Kind.UNKNOWN, "away");
        }
    }
}
