package dev.outlast.controller.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings a database to the newest form, one numbered file after the other, each in its own transaction.
///
/// Every file only adds: what an older version reads and writes stays as it is, so that both can run together. A
/// database with files that this version does not know is therefore used like any other; whether this version may
/// lead there is said by the feature level of the leader row.
///
/// `docs/decisions/0001-migrations.md` says why this is not Flyway.
final class Migrations {
    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

    /// In order; never edited once released, only appended to.
    private static final List<String> FILES = List.of(
            "V1__jobs_and_history.sql",
            "V2__api_requests.sql",
            "V3__high_availability.sql",
            "V4__access.sql",
            "V5__settled.sql",
            "V7__controllers.sql");

    private final Map<String, String> dialect;
    private final String text;

    /// @param dialect what each `${name}` in a file stands for
    /// @param text what the type TEXT stands for
    private Migrations(Map<String, String> dialect, String text) {
        this.dialect = Map.copyOf(dialect);
        this.text = text;
    }

    static Migrations sqlite() {
        return new Migrations(Map.of("rowid", "INTEGER", "clustered", "WITHOUT ROWID"), "TEXT");
    }

    /// Text is compared byte by byte whatever the database's language is: times, and beginnings of ids, are looked for
    /// by their order.
    static Migrations postgres() {
        return new Migrations(Map.of("rowid", "BIGINT", "clustered", ""), "TEXT COLLATE \"C\"");
    }

    static int known() {
        return FILES.size();
    }

    /// @throws IllegalStateException the database was changed by another program
    void run(Handle handle) {
        handle.execute("""
                CREATE TABLE IF NOT EXISTS migrations (
                    version INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum BIGINT NOT NULL)""");
        var done = handle.createQuery("SELECT name, checksum FROM migrations ORDER BY version")
                .map((row, _) -> Map.entry(row.getString("name"), row.getLong("checksum")))
                .list();
        if (done.size() > FILES.size()) {
            LOG.info(
                    "a newer version has added to the tables: {} migrations, this version knows {}",
                    done.size(),
                    FILES.size());
        }
        for (var i = 0; i < FILES.size(); i++) {
            var sql = read(FILES.get(i));
            var expected = Map.entry(FILES.get(i), checksum(sql));
            if (i >= done.size()) {
                apply(handle, i + 1, expected.getKey(), expected.getValue(), sql);
            } else if (!done.get(i).equals(expected)) {
                throw new IllegalStateException(
                        "migration " + (i + 1) + " is " + done.get(i) + ", expected " + expected);
            }
        }
    }

    private void apply(Handle handle, int version, String name, long checksum, String sql) {
        handle.execute("BEGIN");
        try {
            for (var statement : filledIn(sql).split(";\\s*\\n", -1)) {
                if (!statement.isBlank()) {
                    handle.execute(statement);
                }
            }
            handle.execute(
                    "INSERT INTO migrations (version, name, checksum) VALUES (?, ?, ?)", version, name, checksum);
            handle.execute("COMMIT");
        } catch (JdbiException e) {
            handle.execute("ROLLBACK");
            throw e;
        }
    }

    private String filledIn(String sql) {
        var filled = sql.replaceAll("(?m)^--.*$", "").replaceAll("\\bTEXT\\b", text);
        for (var entry : dialect.entrySet()) {
            filled = filled.replace("${" + entry.getKey() + "}", entry.getValue());
        }
        return filled;
    }

    private static long checksum(String sql) {
        var crc = new CRC32();
        crc.update(sql.getBytes(StandardCharsets.UTF_8));
        return crc.getValue();
    }

    private static String read(String name) {
        try (var in = Migrations.class.getResourceAsStream("migration/" + name)) {
            if (in == null) {
                throw new IllegalStateException("missing resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
