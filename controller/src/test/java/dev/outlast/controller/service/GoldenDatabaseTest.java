package dev.outlast.controller.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.outlast.controller.codec.FeatureGate;
import dev.outlast.controller.codec.JobMeta;
import dev.outlast.controller.codec.MetaCodec;
import dev.outlast.controller.codec.StateCodec;
import dev.outlast.controller.engine.Engine;
import dev.outlast.controller.engine.EngineParts;
import dev.outlast.controller.engine.EngineSettings;
import dev.outlast.controller.engine.Input;
import dev.outlast.controller.engine.Jobs;
import dev.outlast.controller.engine.LiveJob;
import dev.outlast.controller.lifecycle.Effect;
import dev.outlast.controller.lifecycle.JobEvent;
import dev.outlast.controller.lifecycle.JobState;
import dev.outlast.controller.lifecycle.Lifecycle;
import dev.outlast.controller.lifecycle.Situation;
import dev.outlast.controller.lifecycle.Status;
import dev.outlast.controller.secret.SecretBox;
import dev.outlast.controller.spec.SpecBook;
import dev.outlast.controller.spec.SpecTexts;
import dev.outlast.controller.store.DatabaseCopy;
import dev.outlast.controller.store.PostgresSettings;
import dev.outlast.controller.store.PostgresStore;
import dev.outlast.controller.store.SqlStore;
import dev.outlast.controller.store.SqliteSettings;
import dev.outlast.controller.store.SqliteStore;
import dev.outlast.core.job.JobId;
import dev.outlast.core.store.Batch;
import dev.outlast.core.store.JobPage;
import dev.outlast.core.store.JobRow;
import dev.outlast.core.store.SpecRow;
import dev.outlast.core.store.StoreException;
import dev.outlast.core.task.Overrides;
import dev.outlast.recovery.Admission;
import dev.outlast.recovery.OfferBoard;
import dev.outlast.testkit.postgres.LocalPostgres;
import dev.outlast.testkit.store.SampleRows;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sqlite.SQLiteConfig;

/// Databases that earlier versions made, two files of SQL for each, of SQLite and of PostgreSQL: this version brings
/// them to its form, reads every
/// live job, and goes on with it to its end. `docs/store.md` says how one is added; none is ever changed.
final class GoldenDatabaseTest {
    private static final Path DATABASES = Path.of("src/test/resources/dev/outlast/controller/service/golden-databases");
    private static final Path STATES = Path.of("src/test/resources/dev/outlast/controller/codec/golden");
    private static final String NEW = System.getProperty("outlast.golden.database", "");
    private static final String OF_POSTGRES = ".postgres.sql";
    private static final JobPage ALL = new JobPage(Long.MAX_VALUE, 1_000, Set.of(), "", "");

    @TempDir
    private Path directory;

    private final List<String> alarms = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-21T13:00:00Z");

    static Stream<Path> databases() throws Exception {
        try (var files = Files.list(DATABASES)) {
            return files.sorted().toList().stream();
        }
    }

    private static boolean isOfPostgres(Path dump) {
        return dump.toString().endsWith(OF_POSTGRES);
    }

    private SqlStore opened(Path dump) throws Exception {
        if (!isOfPostgres(dump)) {
            var file = directory.resolve("outlast.db");
            load(dump, file);
            return open(file);
        }
        assumeTrue(LocalPostgres.isInstalled(), "it needs PostgreSQL: apt install postgresql");
        var server = LocalPostgres.shared();
        var settings = new PostgresSettings(server.database(), "", Optional.empty());
        server.load(name(settings), dump);
        return PostgresStore.open(settings, new Random(1));
    }

    private static String name(PostgresSettings settings) {
        return settings.url().replaceAll(".*/|\\?.*", "");
    }

    private SqliteStore open(Path file) throws StoreException {
        return SqliteStore.open(file, SqliteSettings.DEFAULT.withReserveBytes(0), new Random(1), (what, cause) -> {
            throw new AssertionError(what, cause);
        });
    }

    private static Connection connect(Path file) throws SQLException {
        return new SQLiteConfig().createConnection("jdbc:sqlite:" + file);
    }

    /// Does nothing without `-Doutlast.golden.database=NAME`.
    @Test
    void oneOfThisVersionIsWrittenWhenAskedFor() throws Exception {
        var target = DATABASES.resolve(NEW + ".sql");
        if (NEW.isEmpty() || Files.exists(target)) {
            return;
        }
        var file = directory.resolve("outlast.db");
        fill(file);
        Files.writeString(target, dump(file));
        var server = LocalPostgres.shared();
        var settings = new PostgresSettings(server.database(), "", Optional.empty());
        DatabaseCopy.run(file, settings, new Random(1));
        Files.writeString(DATABASES.resolve(NEW + OF_POSTGRES), server.dump(name(settings)));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void everyLiveJobIsReadAndGoesOnToItsEnd(Path dump) throws Exception {
        try (var store = opened(dump)) {
            var before = store.jobs(ALL);
            var live = before.stream().filter(JobRow::live).count();
            assertThat(live).as("it is worth the name").isGreaterThan(10);
            var secrets = SecretBox.open(
                    directory.resolve("secrets.key"), store.leader().installation());
            var book = new JobBook(store, new SpecBook(store, Map.of()), secrets, new FeatureGate());
            var loaded = book.load(store.leader(), (what, why) -> alarms.add(what + ": " + why));
            assertThat(loaded).hasSize((int) live).noneMatch(LiveJob::isParked);

            endAll(store, book, loaded);

            assertThat(alarms).isEmpty();
            assertThat(store.jobs(ALL)).hasSameSizeAs(before);
            assertThat(store.jobs(ALL))
                    .filteredOn(row -> row.live() || !row.parked().isEmpty())
                    .extracting(JobRow::id)
                    .isEmpty();
        }
    }

    /// Cancels all, and does what is asked for that.
    private void endAll(SqlStore store, JobBook book, List<LiveJob> loaded) throws Exception {
        var owed = new ArrayList<Input>();
        var policies = Situation.Policies.DEFAULT;
        var engine = new Engine(
                new EngineParts(
                        store,
                        new Jobs(),
                        order -> {
                            if (order.effect() instanceof Effect.Release release) {
                                owed.add(new Input.OfJob(
                                        order.job().facts().id(),
                                        new JobEvent.Report.Released(release.task(), release.attempt())));
                            }
                        },
                        (_, _) -> {},
                        book.texts(),
                        Lifecycle::decide,
                        new OfferBoard(policies.backoff()),
                        TaskIds::make,
                        new SplittableRandom(1),
                        _ -> {},
                        () -> {},
                        (what, why) -> alarms.add(what + ": " + why)),
                new EngineSettings(policies, new Admission.Limits(1_000, 1_000, Map.of()), 512, 100, ""),
                store.takeLead("this version"),
                () -> now);
        engine.takeUp(loaded, book.openAttempts());
        var ids = loaded.stream().map(job -> job.facts().id()).toList();
        engine.step(List.of(new Input.Cancel(ids, "ann", _ -> {})));
        for (int i = 0; i < 60 && !store.live(0, 1).isEmpty(); i++) {
            now = now.plus(Duration.ofMinutes(1));
            var answers = List.copyOf(owed);
            owed.clear();
            engine.step(answers);
            engine.step(List.of(new Input.Sweep()));
        }
    }

    private static void load(Path dump, Path file) throws Exception {
        try (var connection = connect(file);
                var statement = connection.createStatement()) {
            for (var sql : Files.readString(dump).split(";\n", -1)) {
                if (!sql.isBlank()) {
                    statement.execute(sql);
                }
            }
        }
    }

    /// One job in each state of the golden files, submitted as it would be.
    private void fill(Path file) throws Exception {
        var one = spec("name: train\nrun: train\n");
        var three = spec("name: train\n---\nrun: prepare\n---\nrun: train\n---\nrun: weigh\n");
        var jobs = new ArrayList<JobRow>();
        try (var store = open(file);
                var states = Files.list(STATES)) {
            for (var state : states.sorted().toList()) {
                // Its times are beyond every clock: no job comes to it.
                if (!state.endsWith("extremes.json")) {
                    jobs.add(row(jobs.size() + 1, Files.readString(state), one, three));
                }
            }
            var leader = store.takeLead("who made it");
            store.commit(new Batch(
                    leader.epoch(),
                    1,
                    jobs.size(),
                    List.of(one, three),
                    jobs,
                    List.of(SampleRows.attempt(1, 3)),
                    List.of(SampleRows.event(1, 0, 1)),
                    List.of(SampleRows.request("key")),
                    List.of(),
                    List.of()));
        }
    }

    private static SpecRow spec(String text) {
        return SpecTexts.stored(new SpecTexts.Source(text, false, Overrides.NONE, Map.of()), Map.of());
    }

    private static JobRow row(long id, String text, SpecRow one, SpecRow three) throws Exception {
        // Cancelled and running on is something that only the codec's samples know.
        var state = new JobState(StateCodec.decode(text).state().tasks(), "");
        var tasks = state.tasks().size();
        var status = Status.of(state);
        var meta = new JobMeta(
                Stream.iterate(0, i -> i + 1)
                        .limit(tasks)
                        .map(i -> "sky-train-" + id + "-" + i)
                        .toList(),
                0,
                1,
                0);
        return new JobRow(
                new JobId(id),
                "train",
                "ann",
                0,
                status.name(),
                "",
                !status.isTerminal(),
                2,
                SampleRows.NOON,
                Optional.of(SampleRows.NOON),
                Optional.empty(),
                "",
                tasks == 1 ? one.hash() : three.hash(),
                MetaCodec.encode(meta),
                StateCodec.encode(state));
    }

    /// As text, so that what is checked in can be read.
    private static String dump(Path file) throws SQLException {
        var dump = new StringBuilder();
        try (var connection = connect(file)) {
            for (var schema :
                    column(connection, "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid")) {
                dump.append(schema).append(";\n");
            }
            for (var table : column(connection, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid")) {
                var quoted = String.join(
                        ") || ', ' || quote(",
                        column(connection, "SELECT name FROM pragma_table_info('" + table + "') ORDER BY cid"));
                for (var values : column(connection, "SELECT quote(" + quoted + ") FROM " + table)) {
                    dump.append("INSERT INTO ")
                            .append(table)
                            .append(" VALUES (")
                            .append(values)
                            .append(");\n");
                }
            }
        }
        return dump.toString();
    }

    private static List<String> column(Connection connection, String query) throws SQLException {
        var found = new ArrayList<String>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }
}
