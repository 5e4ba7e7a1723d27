package dev.outlast.controller.store;

import dev.outlast.core.spi.AccessStore;
import dev.outlast.testkit.access.AccessStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/// The tokens in SQLite keep the contract.
class TokenTableTest extends AccessStoreContract {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @SuppressWarnings("NullAway.Init")
    private SqliteStore store;

    @Override
    protected AccessStore fresh() throws Exception {
        store = Stores.open(directory.resolve("outlast.db"));
        return store.tokens();
    }

    @Override
    protected long takeLead() throws Exception {
        return store.takeLead("another").epoch();
    }

    @Override
    protected AccessStore restarted() throws Exception {
        store.close();
        return fresh();
    }

    @AfterEach
    void close() {
        store.close();
    }
}
