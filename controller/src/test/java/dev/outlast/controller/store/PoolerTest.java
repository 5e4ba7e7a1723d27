package dev.outlast.controller.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outlast.core.store.StoreException;
import dev.outlast.testkit.postgres.LocalPooler;
import dev.outlast.testkit.postgres.LocalPostgres;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;

/// A real pgbouncer between a controller and its database.
@Timeout(60)
@EnabledIf(
        value = "dev.outlast.testkit.postgres.LocalPooler#isInstalled",
        disabledReason = "it needs pgbouncer and PostgreSQL: apt install pgbouncer postgresql")
class PoolerTest {
    private static final LocalPostgres SERVER = LocalPostgres.shared();

    private final String database = SERVER.database().replaceFirst(".*/", "").replaceFirst("\\?.*", "");

    private PostgresSettings settings(LocalPooler pooler) {
        return new PostgresSettings(
                "jdbc:postgresql://127.0.0.1:" + pooler.port() + "/" + database, "postgres", Optional.empty());
    }

    @Test
    void oneThatLendsByTheTransactionIsRefusedBeforeAnythingIsWritten() {
        try (var pooler = LocalPooler.start(SERVER, "transaction")) {
            assertThatThrownBy(() -> PostgresStore.open(settings(pooler), new Random(1)))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("pool_mode = transaction")
                    .hasMessageContaining("Connect to the server itself, or through pool_mode = session");
            assertThat(SERVER.sql(database, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))
                    .isEqualTo("0");
        }
    }

    @Test
    void oneThatLendsByTheSessionWorks() throws Exception {
        try (var pooler = LocalPooler.start(SERVER, "session")) {
            try (var store = PostgresStore.open(settings(pooler), new Random(1))) {
                assertThat(store.takeLead("through a pooler").epoch()).isEqualTo(1);
            }
        }
    }
}
