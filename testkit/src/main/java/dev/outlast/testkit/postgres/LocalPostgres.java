package dev.outlast.testkit.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A PostgreSQL server on a free loopback port, in a directory that goes with it. It needs the programs of PostgreSQL
/// 14
/// or newer on this machine: `apt install postgresql`. As root it runs as the user `postgres`, for it refuses root.
public final class LocalPostgres implements AutoCloseable {
    private static final Path INSTALLED = Path.of("/usr/lib/postgresql");
    private static final long STOP_MILLIS = 30_000;
    private static final long POLL_MILLIS = 10;
    private static @Nullable LocalPostgres shared;

    private final Path programs;
    private final Path directory;
    private final int port;
    private final List<String> settings;
    private final AtomicInteger databases = new AtomicInteger();

    private LocalPostgres(Path programs, Path directory, int port, List<String> settings) {
        this.programs = programs;
        this.directory = directory;
        this.port = port;
        this.settings = settings;
    }

    /// Whether its programs are here; what needs them says `@EnabledIf` with this.
    public static boolean isInstalled() {
        try {
            return programs().isPresent();
        } catch (IOException unreadable) {
            return false;
        }
    }

    /// One for all tests of this JVM that do not stop it; ended with the JVM. Nothing is synced to disk.
    public static synchronized LocalPostgres shared() {
        if (shared == null) {
            var server = start("fsync=off");
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(server::close));
            shared = server;
        }
        return shared;
    }

    /// @param settings such as `fsync=off`
    public static LocalPostgres start(String... settings) {
        try {
            var programs = programs()
                    .orElseThrow(() -> new IllegalStateException(
                            "this test needs the programs of PostgreSQL: apt install postgresql, or set POSTGRES_BIN"));
            var directory = Files.createTempDirectory("outlast-postgres-");
            if (isRoot()) {
                run(directory, List.of("chown", "postgres", directory.toString()));
            }
            var server = new LocalPostgres(programs, directory, freePort(), List.of(settings));
            server.postgres("initdb", "-D", server.data(), "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync");
            server.up();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A new, empty database.
    ///
    /// @return its URL, with the superuser, who needs no password
    public String database() {
        var name = "d" + databases.incrementAndGet();
        sql("postgres", "CREATE DATABASE " + name + " TEMPLATE template0");
        return url(name);
    }

    public String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=postgres";
    }

    public int port() {
        return port;
    }

    /// What a statement says, one line a row.
    public String sql(String database, String statement) {
        try {
            return postgres(
                            "psql",
                            "-h",
                            "127.0.0.1",
                            "-p",
                            "" + port,
                            "-U",
                            "postgres",
                            "-X",
                            "-q",
                            "-A",
                            "-t",
                            "-v",
                            "ON_ERROR_STOP=1",
                            "-c",
                            statement,
                            database)
                    .strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A database as text, to be kept.
    public String dump(String database) throws IOException {
        var dump = postgres(
                "pg_dump", "-h", "127.0.0.1", "-p", "" + port, "-U", "postgres", "--no-owner", "--inserts", database);
        // Newer ones write commands that older ones of psql do not know.
        return dump.replaceAll("(?m)^\\\\(un)?restrict .*\\n", "");
    }

    /// Puts a dump into an empty database.
    public void load(String database, Path dump) throws IOException {
        // The server's user need not be able to read where the test lies.
        var copy = Files.copy(dump, directory.resolve("dump-" + databases.incrementAndGet() + ".sql"));
        postgres(
                "psql",
                "-h",
                "127.0.0.1",
                "-p",
                "" + port,
                "-U",
                "postgres",
                "-X",
                "-q",
                "-v",
                "ON_ERROR_STOP=1",
                "-f",
                copy.toString(),
                database);
    }

    /// Sets who may connect how, the lines of `pg_hba.conf`.
    public void access(String... lines) throws IOException {
        Files.writeString(directory.resolve("data/pg_hba.conf"), String.join("\n", lines) + "\n");
        postgres("pg_ctl", "-D", data(), "reload");
    }

    public void up() throws IOException {
        var options = new StringBuilder("-p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories=");
        options.append(" -c max_connections=60 -c shared_buffers=32MB");
        settings.forEach(s -> options.append(" -c ").append(s));
        postgres(
                "pg_ctl",
                "-D",
                data(),
                "-w",
                "-l",
                directory.resolve("log").toString(),
                "-o",
                options.toString(),
                "start");
    }

    /// Orderly, but without waiting for clients.
    public void down() throws IOException {
        stop("fast");
    }

    /// As if its machine had lost power, but for what the disk had not written.
    public void crash() throws IOException {
        stop("immediate");
    }

    /// `pg_ctl -w` would wait for a minute where the machine's first process is slow to bury the dead.
    private void stop(String mode) throws IOException {
        var pid = Files.readAllLines(directory.resolve("data/postmaster.pid")).getFirst();
        postgres("pg_ctl", "-D", data(), "-W", "-m", mode, "stop");
        for (var waited = 0L; lives(pid) && waited < STOP_MILLIS; waited += POLL_MILLIS) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(POLL_MILLIS));
        }
    }

    private static boolean lives(String pid) {
        try {
            var stat = Files.readString(Path.of("/proc", pid, "stat"));
            return !stat.substring(stat.lastIndexOf(')')).startsWith(") Z");
        } catch (IOException gone) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            crash();
        } catch (IOException alreadyDown) {
            System.err.println("postgres was down already: " + alreadyDown.getMessage());
        }
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String data() {
        return directory.resolve("data").toString();
    }

    private String postgres(String program, String... arguments) throws IOException {
        var command = new ArrayList<String>();
        if (isRoot()) {
            command.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"));
        }
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        return run(directory, command);
    }

    /// The output goes to a file: the server inherits it, and a pipe would never end.
    private static String run(Path directory, List<String> command) throws IOException {
        var said = Files.createTempFile("outlast-postgres-", ".out");
        try {
            var process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            var code = process.waitFor();
            var text = Files.readString(said, StandardCharsets.UTF_8);
            if (code != 0) {
                throw new IOException(String.join(" ", command) + " ended with " + code + ": " + text);
            }
            return text;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            Files.deleteIfExists(said);
        }
    }

    private static Optional<Path> programs() throws IOException {
        var named = System.getenv("POSTGRES_BIN");
        if (named != null) {
            return Optional.of(Path.of(named));
        }
        if (Files.isDirectory(INSTALLED)) {
            try (var versions = Files.list(INSTALLED)) {
                var newest = versions.filter(v -> Files.isExecutable(v.resolve("bin/initdb")))
                        .max(Comparator.comparingInt(LocalPostgres::version))
                        .map(v -> v.resolve("bin"));
                if (newest.isPresent()) {
                    return newest;
                }
            }
        }
        return Stream.of(System.getenv("PATH").split(":"))
                .map(Path::of)
                .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                .findFirst();
    }

    private static int version(Path installed) {
        var digits = String.valueOf(installed.getFileName()).replaceAll("\\D.*", "");
        return digits.isEmpty() ? 0 : Integer.parseInt(digits);
    }

    private static int freePort() throws IOException {
        try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }
}
