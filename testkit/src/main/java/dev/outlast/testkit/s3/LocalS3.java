package dev.outlast.testkit.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// An S3 server (S3Proxy) on a free loopback port, over a directory that goes with it, in a process of its own. It
/// checks signatures. Modules that start it depend on `outlast-testkit-s3`, which is nothing but its class path.
public final class LocalS3 implements AutoCloseable {
    public static final String KEY = "outlast-test";
    public static final String SECRET = "only-for-this-test";
    private static final Path CLASS_PATH =
            Path.of(System.getProperty("outlast.root", ".."), "testkit/s3/target/s3proxy.classpath");
    private static final long START_MILLIS = 60_000;
    private static final long POLL_MILLIS = 20;

    private final Path directory;
    private final int port;
    private final AtomicInteger buckets = new AtomicInteger();
    private @Nullable Process process;

    private LocalS3(Path directory, int port) {
        this.directory = directory;
        this.port = port;
    }

    /// Whether its class path was made; what needs it says `@EnabledIf` with this.
    public static boolean isInstalled() {
        return Files.isRegularFile(CLASS_PATH);
    }

    public static LocalS3 start() {
        try {
            var server = new LocalS3(Files.createTempDirectory("outlast-s3-"), freePort());
            server.up();
            return server;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// Another way to it, by which nothing can be changed.
    public ReadOnlyGate readOnly() {
        return new ReadOnlyGate(port);
    }

    /// A new, empty bucket.
    ///
    /// @return its name
    public String bucket() {
        var name = "bucket-" + buckets.incrementAndGet();
        try {
            Files.createDirectories(data().resolve(name));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return name;
    }

    public String endpoint() {
        return "http://127.0.0.1:" + port;
    }

    /// Where the files of a bucket lie.
    public Path files(String bucket) {
        return data().resolve(bucket);
    }

    /// Starts it again, on the same port with the same files.
    public void up() throws IOException {
        var properties = directory.resolve("s3proxy-" + port + ".properties");
        Files.createDirectories(data());
        Files.writeString(properties, """
                s3proxy.endpoint=%s
                s3proxy.authorization=aws-v2-or-v4
                s3proxy.identity=%s
                s3proxy.credential=%s
                s3proxy.ignore-unknown-headers=true
                jclouds.provider=filesystem-nio2
                jclouds.filesystem.basedir=%s
                jclouds.identity=none
                jclouds.credential=none
                """.formatted(endpoint(), KEY, SECRET, data()));
        var logback = directory.resolve("logback.xml");
        Files.writeString(logback, "<configuration><root level=\"OFF\"/></configuration>");
        var started = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-Xmx192m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dlogback.configurationFile=" + logback,
                        "-cp",
                        Files.readString(CLASS_PATH).strip(),
                        "org.gaul.s3proxy.Main",
                        "--properties",
                        properties.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log-" + port).toFile())
                .start();
        process = started;
        for (long waited = 0; !answers(); waited += POLL_MILLIS) {
            if (!started.isAlive() || waited > START_MILLIS) {
                throw new IOException("S3Proxy does not start: " + Files.readString(directory.resolve("log-" + port)));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(POLL_MILLIS));
        }
    }

    /// Nobody answers at its port from now on; the files stay.
    public void down() throws IOException {
        var running = process;
        if (running != null) {
            process = null;
            try {
                running.destroyForcibly().waitFor();
            } catch (InterruptedException cut) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", cut);
            }
        }
    }

    private boolean answers() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private Path data() {
        return directory.resolve("data");
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        try {
            down();
            try (var files = Files.walk(directory)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
