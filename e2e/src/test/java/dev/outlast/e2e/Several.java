package dev.outlast.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outlast.testkit.postgres.LocalPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/// Several controllers of one installation, over a PostgreSQL of their own and a directory that all of them see.
final class Several implements AutoCloseable {
    private final Path shared;
    private final LocalPostgres database;
    private final List<Controller> all = new ArrayList<>();
    private final Set<Integer> deaf = new HashSet<>();
    private final AtomicInteger turn = new AtomicInteger();
    private final Door door = new Door(this::anyAddress, this::anyToken);

    /// @param lease such as `2s`
    Several(Path directory, int count, String lease) throws IOException {
        database = LocalPostgres.start("fsync=on");
        shared = Files.createDirectories(directory.resolve("shared"));
        var url = database.database();
        for (int i = 0; i < count; i++) {
            all.add(new Controller(directory.resolve("controller-" + i), directory.resolve("controller-" + i + "/home"))
                    .configured("""
                            port: 0
                            store:
                              url: %s
                              lease: %s
                            shared:
                              directory: %s
                              secrets_key: %s
                            backoff:
                              first: 0s
                            """.formatted(url, lease, shared, directory.resolve("key"))));
        }
    }

    LocalPostgres database() {
        return database;
    }

    int count() {
        return all.size();
    }

    Controller at(int index) {
        return all.get(index);
    }

    /// Where any of them answers, each in its turn.
    Door door() {
        return door;
    }

    private synchronized String anyAddress() {
        for (int i = 0; i < all.size(); i++) {
            int next = turn.updateAndGet(last -> (last + 1) % all.size());
            var address = all.get(next).door().address();
            if (!deaf.contains(next) && !address.isEmpty()) {
                return address;
            }
        }
        return "";
    }

    /// The same in all homes.
    private String anyToken() {
        for (var controller : all) {
            try {
                var file = controller.home().resolve("token");
                if (Files.exists(file)) {
                    return Files.readString(file).strip();
                }
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
        return "";
    }

    void startAll() {
        for (var controller : all) {
            controller.start();
        }
    }

    /// Which one leads, as it says itself; a frozen one is not asked.
    OptionalInt leader() {
        for (int i = 0; i < all.size(); i++) {
            var controller = all.get(i);
            if (!isDeaf(i) && !controller.door().address().isEmpty()) {
                var status = controller.door().get("/v1/status").json();
                if (status.path("leading").asBoolean()) {
                    return OptionalInt.of(i);
                }
            }
        }
        return OptionalInt.empty();
    }

    int awaitLeader() {
        await("somebody leads")
                .atMost(Controller.LONG)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> leader().isPresent());
        return leader().orElseThrow();
    }

    /// It stands still, and clients turn to the others.
    void freeze(int index) throws IOException, InterruptedException {
        synchronized (this) {
            deaf.add(index);
        }
        all.get(index).signal("STOP");
    }

    void thaw(int index) throws IOException, InterruptedException {
        all.get(index).signal("CONT");
    }

    /// Clients may turn to it again.
    synchronized void hears(int index) {
        deaf.remove(index);
    }

    private synchronized boolean isDeaf(int index) {
        return deaf.contains(index);
    }

    void assertNothingLeft() {
        await("no cluster is left")
                .atMost(Controller.LONG)
                .untilAsserted(() -> assertThat(entries("clusters")).isEmpty());
        await("no node is left")
                .atMost(Controller.LONG)
                .untilAsserted(() -> assertThat(entries("nodes")).isEmpty());
        var own = new ArrayList<Long>();
        all.forEach(controller -> own.add(controller.running().pid()));
        await("no process is left")
                .atMost(Controller.LONG)
                .untilAsserted(() -> assertThat(Processes.of(shared.resolve("providers"), own))
                        .isEmpty());
    }

    private List<Path> entries(String name) throws IOException {
        var found = new ArrayList<Path>();
        var there = shared.resolve("providers/local").resolve(name);
        if (Files.isDirectory(there)) {
            try (var entries = Files.newDirectoryStream(there, "[!.]*")) {
                entries.forEach(found::add);
            }
        }
        return found;
    }

    @Override
    public void close() {
        for (var controller : all) {
            try {
                controller.running().destroyForcibly().waitFor();
            } catch (IllegalStateException notRunning) {
                // It was not to be.
            } catch (InterruptedException cut) {
                Thread.currentThread().interrupt();
            }
        }
        Processes.kill(shared, List.of());
        database.close();
    }
}
