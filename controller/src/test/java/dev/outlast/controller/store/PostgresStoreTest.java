package dev.outlast.controller.store;

import dev.outlast.core.spi.Store;
import dev.outlast.testkit.postgres.LocalPostgres;
import dev.outlast.testkit.store.StoreContract;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.condition.EnabledIf;

/// The PostgreSQL store keeps the contract.
@EnabledIf(
        value = "dev.outlast.testkit.postgres.LocalPostgres#isInstalled",
        disabledReason = "it needs PostgreSQL: apt install postgresql")
class PostgresStoreTest extends StoreContract {
    private String url = "";

    @Override
    protected Store fresh() throws Exception {
        url = LocalPostgres.shared().database();
        return open();
    }

    @Override
    protected Store restarted(Store running) throws Exception {
        running.close();
        return open();
    }

    private Store open() throws Exception {
        return PostgresStore.open(new PostgresSettings(url, "", Optional.empty()), new Random(1));
    }
}
