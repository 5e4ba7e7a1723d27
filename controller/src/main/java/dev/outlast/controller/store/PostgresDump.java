package dev.outlast.controller.store;

import dev.outlast.core.store.StoreException;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// A PostgreSQL database written into a file, and put back from it, by PostgreSQL's own programs.
public final class PostgresDump {
    private static final int ANSWER_SECONDS = 3_600;
    /// What the programs' own URLs know of what the driver's have in common with them.
    private static final Set<String> KNOWN = Set.of("user", "sslmode", "sslrootcert", "sslcert");

    private final PostgresConnections connections;
    private final PostgresSettings settings;

    public PostgresDump(PostgresSettings settings) {
        this.settings = settings;
        this.connections = new PostgresConnections(settings);
    }

    /// Whether this machine has the programs.
    ///
    /// @param searched as `PATH`
    public static boolean isPossible(String searched) {
        return Stream.of("pg_dump", "pg_restore")
                .allMatch(program -> Stream.of(searched.split(":", -1))
                        .filter(directory -> !directory.isEmpty())
                        .anyMatch(directory ->
                                Files.isExecutable(Path.of(directory).resolve(program))));
    }

    /// Writes it as it is at one moment. Controllers may run.
    ///
    /// @param file not there yet
    /// @return what it says of itself at that moment
    public SqliteSnapshot.Facts write(Path file) throws StoreException, InterruptedException {
        try (var connection = connections.open("backup", ANSWER_SECONDS)) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            var snapshot = text(connection, "SELECT pg_export_snapshot()");
            var facts = SqliteSnapshot.facts(connection);
            run(
                    "pg_dump",
                    List.of(
                            "--format=custom",
                            "--no-owner",
                            "--no-password",
                            "--snapshot=" + snapshot,
                            "--schema=" + text(connection, "SELECT quote_ident(current_schema())"),
                            "--file=" + file,
                            "--dbname=" + url(settings.url())));
            return facts;
        } catch (SQLException | IOException failed) {
            throw refused(failed);
        }
    }

    /// Puts it into a database that has nothing in it, all of it or nothing.
    public void put(Path file) throws StoreException, InterruptedException {
        try (var connection = connections.open("restore", ANSWER_SECONDS)) {
            var there = text(connection, "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()");
            if (!there.equals("0")) {
                throw new SQLException(
                        "it is not empty: it has " + there + " tables. Stop all controllers, rename it, and make an"
                                + " empty one of its name",
                        "0A000");
            }
            // The schema itself is there already.
            var list = Files.createTempFile("outlast-restore-", ".list");
            try {
                var lines =
                        run("pg_restore", List.of("--list", file.toString())).lines();
                Files.write(
                        list, lines.filter(line -> !line.contains(" SCHEMA ")).toList());
                run(
                        "pg_restore",
                        List.of(
                                "--single-transaction",
                                "--exit-on-error",
                                "--no-owner",
                                "--no-privileges",
                                "--no-password",
                                "--use-list=" + list,
                                "--dbname=" + url(settings.url()),
                                file.toString()));
            } finally {
                Files.deleteIfExists(list);
            }
        } catch (SQLException | IOException failed) {
            throw refused(failed);
        }
    }

    private StoreException refused(Exception why) {
        return new StoreException(StoreException.Kind.UNKNOWN, connections.name() + ": " + why.getMessage(), why);
    }

    /// The password is in the environment: the list of processes shows arguments to all.
    private String run(String program, List<String> arguments) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(program);
        command.addAll(arguments);
        var said = Files.createTempFile("outlast-" + program, ".out");
        try {
            var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
            environment(builder.environment());
            var code = builder.start().waitFor();
            var text = Files.readString(said);
            if (code != 0) {
                throw new IOException(program + " ended with " + code + ": " + text.strip());
            }
            return text;
        } finally {
            Files.deleteIfExists(said);
        }
    }

    private void environment(Map<String, String> environment) throws IOException {
        if (!settings.user().isEmpty()) {
            environment.put("PGUSER", settings.user());
        }
        if (settings.passwordFile().isPresent()) {
            environment.put(
                    "PGPASSWORD",
                    Files.readString(settings.passwordFile().get()).strip());
        }
        environment.put("PGCONNECT_TIMEOUT", "10");
        environment.put("PGAPPNAME", "outlast dump");
    }

    /// The driver's URL as the programs take it: the same hosts and database, and those parameters that both know. The
    /// driver's schema is the user's own search path there.
    static String url(String jdbc) {
        var plain = jdbc.substring("jdbc:".length());
        var question = plain.indexOf('?');
        var place = question < 0 ? plain : plain.substring(0, question);
        var kept = new ArrayList<String>();
        kept.add("target_session_attrs=read-write");
        for (var parameter : (question < 0 ? "" : plain.substring(question + 1)).split("&", -1)) {
            var name = parameter.split("=", 2)[0];
            if (KNOWN.contains(name)) {
                kept.add(parameter);
            }
        }
        return (place.startsWith("postgresql://") ? place : "postgresql:///" + database(place)) + "?"
                + String.join("&", kept);
    }

    private static String database(String place) {
        return URLDecoder.decode(place.substring("postgresql:".length()), StandardCharsets.UTF_8);
    }

    private static String text(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            return row.next() ? String.valueOf(row.getString(1)) : "";
        }
    }
}
