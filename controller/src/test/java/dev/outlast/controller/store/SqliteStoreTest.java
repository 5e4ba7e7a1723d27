package dev.outlast.controller.store;

import dev.outlast.core.spi.Store;
import dev.outlast.testkit.store.StoreContract;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;

/// The SQLite store keeps the contract.
class SqliteStoreTest extends StoreContract {
    @TempDir
    Path directory;

    @Override
    protected Store fresh() throws Exception {
        return SqliteStore.open(
                directory.resolve("outlast.db"), SqliteSettings.DEFAULT, new Random(1), (what, cause) -> {
                    throw new AssertionError(what, cause);
                });
    }

    @Override
    protected Store restarted(Store running) throws Exception {
        running.close();
        return fresh();
    }
}
