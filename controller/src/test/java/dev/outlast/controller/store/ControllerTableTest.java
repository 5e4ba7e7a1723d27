package dev.outlast.controller.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.outlast.core.store.StoreException;
import dev.outlast.testkit.postgres.LocalPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The feature level is raised by the leader alone, and only when all who are there know it.
final class ControllerTableTest {
    private static final Duration WINDOW = Duration.ofMinutes(5);

    enum Kind {
        SQLITE,
        POSTGRES
    }

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private Optional<SqlStore> store = Optional.empty();

    private SqlStore open(Kind kind) throws Exception {
        assumeTrue(kind == Kind.SQLITE || LocalPostgres.isInstalled(), "it needs PostgreSQL: apt install postgresql");
        SqlStore opened = switch (kind) {
            case SQLITE -> Stores.open(directory.resolve("outlast.db"));
            case POSTGRES ->
                PostgresStore.open(
                        new PostgresSettings(LocalPostgres.shared().database(), "", Optional.empty()), new Random(1));
        };
        store = Optional.of(opened);
        return opened;
    }

    @AfterEach
    void close() {
        store.ifPresent(SqlStore::close);
    }

    private static void age(SqlStore store, String name, int seconds) throws StoreException {
        store.write(
                "age",
                handle -> handle.execute(
                        "UPDATE controllers SET seen = seen - ? WHERE name LIKE ?", seconds, "% home " + name));
    }

    @ParameterizedTest
    @EnumSource
    void whoSaysSoIsThereUntilItIsGone(Kind kind) throws Exception {
        var opened = open(kind);
        var table = opened.controllers();
        table.say("pid 1", "one", "1.0", 1);
        table.say("pid 2", "one", "1.1", 2);
        table.say("pid 1", "two", "1.0", 1);
        assertThat(table.seenWithin(WINDOW))
                .extracting(ControllerTable.Seen::name, ControllerTable.Seen::version)
                .containsExactlyInAnyOrder(tuple("pid 2 home one", "1.1"), tuple("pid 1 home two", "1.0"));
        assertThat(table.seenWithin(WINDOW)).allMatch(c -> c.ago().compareTo(Duration.ofMinutes(1)) < 0);
        assertThat(table.seenWithin(WINDOW).stream().filter(c -> c.is("pid 2"))).hasSize(1);
        table.gone("two");
        age(opened, "one", 400);
        assertThat(table.seenWithin(WINDOW)).isEmpty();
        table.forget(WINDOW);
        assertThat(table.seenWithin(Duration.ofDays(1))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void theLevelIsRaisedWhenAllKnowIt(Kind kind) throws Exception {
        var opened = open(kind);
        var table = opened.controllers();
        var epoch = opened.takeLead("new").epoch();
        table.say("pid 1", "new", "1.1", 2);
        table.say("pid 2", "old", "1.0", 1);
        assertThat(table.raise(2, epoch, WINDOW)).isFalse();
        assertThat(opened.leader().featureLevel()).isEqualTo(1);
        age(opened, "old", 400);
        assertThat(table.raise(2, epoch, WINDOW)).isTrue();
        assertThat(opened.leader().featureLevel()).isEqualTo(2);
        assertThat(table.raise(2, epoch, WINDOW)).isFalse();
        assertThat(table.raise(1, epoch, WINDOW)).isFalse();
        assertThat(opened.leader().featureLevel()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void whoDoesNotLeadRaisesNothing(Kind kind) throws Exception {
        var opened = open(kind);
        var before = opened.takeLead("first").epoch();
        opened.takeLead("second");
        assertThat(opened.controllers().raise(2, before, WINDOW)).isFalse();
        assertThat(opened.leader().featureLevel()).isEqualTo(1);
    }
}
