package dev.outlast.cli.demo;

import dev.outlast.cli.control.ControllerException;
import dev.outlast.cli.control.ControllerRecord;
import dev.outlast.cli.control.Installation;
import dev.outlast.cli.control.LocalController;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/// A home of the demo's own, with a controller. Closing it ends what it started, and removes it.
final class DemoHome implements AutoCloseable {
    private static final long CLEAR_NANOS = 15_000_000_000L;
    private static final long STEP_MILLIS = 100;
    private static final int DELETE_TRIES = 20;

    private final Path folder;
    private final boolean keep;
    private final LocalController local;
    private final AtomicBoolean closed = new AtomicBoolean();
    /// Held while a controller starts: one that is on its way cannot be found, and so not be stopped.
    private final ReentrantLock starting = new ReentrantLock();

    private DemoHome(Path folder, boolean keep) {
        this.folder = Objects.requireNonNull(folder);
        this.keep = keep;
        this.local = new LocalController(new Installation(folder));
    }

    static DemoHome make(boolean keep) throws IOException {
        return new DemoHome(Files.createTempDirectory("outlast-demo-"), keep);
    }

    Path folder() {
        return folder;
    }

    Path bucket(String name) {
        return folder.resolve("buckets").resolve(name);
    }

    /// Whether it was closed, by whomever.
    boolean isClosed() {
        return closed.get();
    }

    /// On any free port.
    Jobs start(Screen screen) throws ControllerException, InterruptedException {
        var began = System.nanoTime();
        ControllerRecord controller;
        starting.lock();
        try {
            if (isClosed()) {
                throw new ControllerException("the demo is being stopped");
            }
            controller = local.start(0).controller();
        } finally {
            starting.unlock();
        }
        screen.say(String.format(
                Locale.ROOT, "   ready at %s after %.1f s", controller.address(), (System.nanoTime() - began) / 1e9));
        return new Jobs(local.door(controller));
    }

    /// Safe to call twice, also from a shutdown hook while a start is on its way.
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        starting.lock();
        try {
            cancelJobs();
            local.stop();
            if (!keep) {
                delete();
            }
        } catch (ControllerException | IOException left) {
            System.err.println("outlast: something is left in " + folder + ": " + left.getMessage());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            starting.unlock();
        }
    }

    /// A controller that ends leaves its jobs running: here they end first.
    private void cancelJobs() throws InterruptedException {
        var running = local.running();
        if (running.isEmpty()) {
            return;
        }
        var jobs = new Jobs(local.door(running.get()));
        var deadline = System.nanoTime() + CLEAR_NANOS;
        try {
            jobs.cancelAll();
            while (jobs.live() > 0 && System.nanoTime() < deadline) {
                Thread.sleep(STEP_MILLIS);
            }
        } catch (IOException | DemoException gone) {
            // It is stopped next, whatever it answered.
        }
    }

    /// Log and runner may write a last line meanwhile; then once more.
    private void delete() throws IOException, InterruptedException {
        for (var tries = 1; Files.exists(folder); tries++) {
            try (var all = Files.walk(folder)) {
                for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(path);
                }
            } catch (IOException | UncheckedIOException busy) {
                if (tries == DELETE_TRIES) {
                    throw new IOException(busy);
                }
                Thread.sleep(STEP_MILLIS);
            }
        }
    }
}
