package dev.outlast.controller.store;

import dev.outlast.core.spi.AccessStore;
import dev.outlast.testkit.access.AccessStoreContract;
import dev.outlast.testkit.access.InMemoryAccess;
import java.util.concurrent.atomic.AtomicLong;

/// The fake keeps the contract, too.
class InMemoryAccessTest extends AccessStoreContract {
    private final AtomicLong epoch = new AtomicLong();
    private final AccessStore store = new InMemoryAccess(epoch::get);

    @Override
    protected AccessStore fresh() {
        return store;
    }

    @Override
    protected long takeLead() {
        return epoch.incrementAndGet();
    }

    @Override
    protected AccessStore restarted() {
        return store;
    }
}
