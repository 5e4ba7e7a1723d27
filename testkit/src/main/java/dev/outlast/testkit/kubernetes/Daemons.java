package dev.outlast.testkit.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Starts programs that stay, and runs those that end. What it started it ends by its process, never by name.
final class Daemons implements AutoCloseable {
    private static final long POLL_MILLIS = 50;

    private final Path directory;
    private final List<Process> running = new ArrayList<>();

    Daemons(Path directory) {
        this.directory = directory;
    }

    /// Where things built for tests lie: `e2e/kubernetes/build` fills it.
    static Path cache() {
        var named = System.getenv("OUTLAST_COUNTERPARTIES");
        return named != null
                ? Path.of(named)
                : Path.of(System.getProperty("user.home"), ".cache", "outlast-counterparties");
    }

    /// Its output goes to `log/NAME`.
    Process start(String name, List<String> command) throws IOException {
        var log = Files.createDirectories(directory.resolve("log")).resolve(name);
        var process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        synchronized (running) {
            running.add(process);
        }
        return process;
    }

    /// Ends it as a power cut would.
    void kill(Process process) {
        process.destroyForcibly();
        await("the end of process " + process.pid(), () -> !process.isAlive());
        synchronized (running) {
            running.remove(process);
        }
    }

    /// What a command says, on both its outputs.
    static String run(@Nullable Path directory, List<String> command) throws IOException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        if (directory != null) {
            builder.directory(directory.toFile());
        }
        var process = builder.start();
        process.getOutputStream().close();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + " ended with " + process.exitValue() + ": " + said);
            }
            return said;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    static List<String> words(String line, String... more) {
        var words = new ArrayList<>(Arrays.asList(line.strip().split("\\s+", -1)));
        words.addAll(List.of(more));
        return words;
    }

    static void await(String what, BooleanSupplier holds) {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("waited 90 s in vain for " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(POLL_MILLIS));
        }
    }

    static int freePort() {
        try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void delete(Path tree) throws IOException {
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failed) throws IOException {
                if (failed != null) {
                    throw failed;
                }
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /// In the opposite order of their start.
    @Override
    public void close() {
        List<Process> left;
        synchronized (running) {
            left = List.copyOf(running.reversed());
            running.clear();
        }
        left.forEach(Process::destroyForcibly);
        for (var process : left) {
            await("the end of process " + process.pid(), () -> !process.isAlive());
        }
    }
}
