package dev.outlast.testkit.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A pgbouncer on a free loopback port, before a [LocalPostgres]. It needs the program: `apt install pgbouncer`. As
/// root
/// it runs as the user `postgres`, for it refuses root.
public final class LocalPooler implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/pgbouncer");
    private static final long START_MILLIS = 30_000;
    private static final long POLL_MILLIS = 10;

    private final Path directory;
    private final int port;
    private final Process process;

    private LocalPooler(Path directory, int port, Process process) {
        this.directory = directory;
        this.port = port;
        this.process = process;
    }

    /// Whether its program is here; what needs it says `@EnabledIf` with this.
    public static boolean isInstalled() {
        return Files.isExecutable(PROGRAM) && LocalPostgres.isInstalled();
    }

    /// @param mode `transaction` or `session`
    public static LocalPooler start(LocalPostgres server, String mode) {
        try {
            var directory = Files.createTempDirectory("outlast-pooler-");
            int port;
            try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = socket.getLocalPort();
            }
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
            var settings =
                    Files.writeString(directory.resolve("pgbouncer.ini"), """
                    [databases]
                    * = host=127.0.0.1 port=%d user=postgres
                    [pgbouncer]
                    listen_addr = 127.0.0.1
                    listen_port = %d
                    unix_socket_dir =
                    auth_type = any
                    pool_mode = %s
                    ignore_startup_parameters = extra_float_digits
                    """.formatted(server.port(), port, mode));
            var command = new ArrayList<String>();
            if (Files.getOwner(directory).getName().equals("root")) {
                command.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"));
            }
            command.addAll(List.of(PROGRAM.toString(), settings.toString()));
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("log").toFile())
                    .start();
            var pooler = new LocalPooler(directory, port, process);
            for (long waited = 0; !pooler.answers(); waited += POLL_MILLIS) {
                if (!process.isAlive() || waited > START_MILLIS) {
                    throw new IOException("pgbouncer does not start: " + Files.readString(directory.resolve("log")));
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(POLL_MILLIS));
            }
            return pooler;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public int port() {
        return port;
    }

    private boolean answers() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            process.destroyForcibly().waitFor();
            try (var files = Files.walk(directory)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException cut) {
            Thread.currentThread().interrupt();
        }
    }
}
