package dev.outlast.controller.store;

import static dev.outlast.testkit.store.SampleRows.after;
import static dev.outlast.testkit.store.SampleRows.attempt;
import static dev.outlast.testkit.store.SampleRows.job;
import static dev.outlast.testkit.store.SampleRows.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outlast.core.job.JobId;
import dev.outlast.core.store.EventCursor;
import dev.outlast.core.store.JobPage;
import dev.outlast.core.store.SecretRow;
import dev.outlast.core.store.StoreException;
import dev.outlast.testkit.postgres.LocalPostgres;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@EnabledIf(
        value = "dev.outlast.testkit.postgres.LocalPostgres#isInstalled",
        disabledReason = "it needs PostgreSQL: apt install postgresql")
class DatabaseCopyTest {
    private static final JobPage ALL = new JobPage(Long.MAX_VALUE, 1_000, Set.of(), "", "");

    @TempDir
    Path directory;

    private Path file = Path.of("");
    private PostgresSettings target;

    @BeforeEach
    void fill() throws Exception {
        file = directory.resolve("outlast.db");
        target = new PostgresSettings(LocalPostgres.shared().database(), "", Optional.empty());
        try (var source = Stores.open(file)) {
            Stores.commitJobsAsLeader(source, 700);
            source.commit(after(source.leader())
                    .with(job(1, "odd", "u", "RUNNING", true))
                    .with(attempt(1, 1))
                    .with(request("k"))
                    .with(new SecretRow(new JobId(1), "c2VhbGVk"))
                    .build());
            source.moveCursor("sse", new EventCursor(1, 5));
        }
    }

    @Test
    void everythingIsThereAndTheInstallationIsTheSame() throws Exception {
        var copied = DatabaseCopy.run(file, target, new Random(2));
        assertThat(copied)
                .containsEntry("jobs", 700L)
                .containsEntry("events", 700L)
                .containsEntry("attempts", 1L);
        try (var source = Stores.open(file);
                var there = PostgresStore.open(target, new Random(3))) {
            assertThat(there.leader()).isEqualTo(source.leader());
            assertThat(there.jobs(ALL)).isEqualTo(source.jobs(ALL));
            assertThat(there.counts()).isEqualTo(source.counts());
            assertThat(there.attempts(new JobId(1))).isEqualTo(source.attempts(new JobId(1)));
            assertThat(there.events(EventCursor.START, 1_000)).isEqualTo(source.events(EventCursor.START, 1_000));
            assertThat(there.request("k")).isEqualTo(source.request("k"));
            assertThat(there.secret(new JobId(1))).isEqualTo(source.secret(new JobId(1)));
            assertThat(there.cursor("sse")).isEqualTo(source.cursor("sse"));
            there.commit(after(there.takeLead("b")).with(job(701, "PENDING")).build());
            assertThat(there.counts()).containsEntry("PENDING", 700L);
        }
        assertThat(DatabaseStatus.of(target)).contains("jobs: 701");
    }

    @Test
    void aDatabaseThatWasUsedIsNotTouched() throws Exception {
        try (var used = PostgresStore.open(target, new Random(3))) {
            used.takeLead("somebody");
        }
        assertThatThrownBy(() -> DatabaseCopy.run(file, target, new Random(2)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("nothing was copied")
                .hasMessageContaining("a controller has led there");
    }

    @Test
    void aDatabaseThatAControllerHasOpenIsNotTouched() throws Exception {
        try (var open = PostgresStore.open(target, new Random(3))) {
            assertThat(open.leader().epoch()).isZero();
            assertThatThrownBy(() -> DatabaseCopy.run(file, target, new Random(2)))
                    .hasMessageContaining("a controller has it open");
            assertThat(open.counts()).isEmpty();
        }
    }
}
