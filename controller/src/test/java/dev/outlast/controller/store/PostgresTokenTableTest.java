package dev.outlast.controller.store;

import dev.outlast.core.spi.AccessStore;
import dev.outlast.testkit.access.AccessStoreContract;
import dev.outlast.testkit.postgres.LocalPostgres;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.condition.EnabledIf;

/// The tokens in PostgreSQL keep the contract.
@EnabledIf(
        value = "dev.outlast.testkit.postgres.LocalPostgres#isInstalled",
        disabledReason = "it needs PostgreSQL: apt install postgresql")
class PostgresTokenTableTest extends AccessStoreContract {
    private String url = "";

    @SuppressWarnings("NullAway.Init")
    private PostgresStore store;

    @Override
    protected AccessStore fresh() throws Exception {
        url = LocalPostgres.shared().database();
        return open();
    }

    private AccessStore open() throws Exception {
        store = PostgresStore.open(new PostgresSettings(url, "", Optional.empty()), new Random(1));
        return store.tokens();
    }

    @Override
    protected long takeLead() throws Exception {
        return store.takeLead("another").epoch();
    }

    @Override
    protected AccessStore restarted() throws Exception {
        store.close();
        return open();
    }

    @AfterEach
    void close() {
        store.close();
    }
}
