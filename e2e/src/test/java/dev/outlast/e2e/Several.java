package dev.outlast.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outlast.testkit.postgres.LocalPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/// Several controllers of one installation, over a PostgreSQL of their own, to which each has its own wire, and a
/// directory that all of them see.
final class Several implements AutoCloseable {
    private final Path shared;
    private final LocalPostgres database;
    private final List<Controller> all = new ArrayList<>();
    private final List<Wire> wires = new ArrayList<>();
    private final String direct;
    private final Set<Integer> deaf = new HashSet<>();
    private int replaced;
    private final AtomicInteger turn = new AtomicInteger();
    private final Door door = new Door(this::anyAddress, this::anyToken);

    /// @param lease such as `2s`
    Several(Path directory, int count, String lease) throws IOException {
        this(directory, count, lease, Map.of());
    }

    /// @param more what their section `shared` says beside
    Several(Path directory, int count, String lease, Map<String, String> more) throws IOException {
        this(directory, count, lease, more, "");
    }

    /// @param election their section `leadership`, empty for an election by the database
    Several(Path directory, int count, String lease, Map<String, String> more, String election) throws IOException {
        var rest = new StringBuilder();
        more.forEach((key, value) ->
                rest.append("  ").append(key).append(": ").append(value).append('\n'));
        database = LocalPostgres.start("fsync=on");
        shared = Files.createDirectories(directory.resolve("shared"));
        direct = database.database();
        for (int i = 0; i < count; i++) {
            var wire = new Wire(database.port());
            wires.add(wire);
            var url = direct.replace(":" + database.port() + "/", ":" + wire.port() + "/");
            all.add(new Controller(directory.resolve("controller-" + i), directory.resolve("controller-" + i + "/home"))
                    .configured("""
                            port: 0
                            store:
                              url: %s
                              lease: %s
                            backoff:
                              first: 0s
                            shared:
                              directory: %s
                              secrets_key: %s
                            """.formatted(url, lease, shared, directory.resolve("key")) + rest + election));
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

    /// Which one leads; a frozen one is not asked.
    OptionalInt leader() throws InterruptedException {
        for (int i = 0; i < all.size(); i++) {
            if (!isDeaf(i) && leadsForSure(i)) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    /// Whether it says that it leads, and the database knows of nobody who was elected after it. So what it told before
    /// was told by the one leader there was.
    boolean leadsForSure(int index) throws InterruptedException {
        var status = all.get(index).door().tryGet("/v1/status");
        if (status.isEmpty() || !status.get().json().path("leading").asBoolean()) {
            return false;
        }
        try (var connection = DriverManager.getConnection(direct);
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT epoch FROM leader WHERE id = 1")) {
            return row.next()
                    && row.getLong(1) == status.get().json().path("epoch").asLong();
        } catch (SQLException away) {
            return false;
        }
    }

    int awaitLeader() {
        return awaitLeader(Set.of());
    }

    /// @param others who are not meant
    int awaitLeader(Set<Integer> others) {
        var found = new AtomicInteger();
        await("somebody leads")
                .atMost(Controller.LONG)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    var leader = leader();
                    leader.ifPresent(found::set);
                    return leader.isPresent() && !others.contains(leader.getAsInt());
                });
        return found.get();
    }

    /// From now on nothing passes between it and the database, and neither is told.
    void cut(int index) {
        wires.get(index).cut();
    }

    void heal(int index) {
        wires.get(index).heal();
    }

    /// Freezes it while the database is at work on a batch of it, which is written after that, with nobody to hear of
    /// it. Somebody must be about to ask for something.
    void freezeInCommit(int index) throws Exception {
        try (var blocking = DriverManager.getConnection(direct);
                var statement = blocking.createStatement()) {
            blocking.setAutoCommit(false);
            statement.execute("LOCK TABLE events IN SHARE MODE");
            await("a batch is in the database")
                    .atMost(Controller.LONG)
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> isWriterWaiting(statement));
            freeze(index);
            // Had it given up meanwhile, it would have been frozen elsewhere.
            assertThat(isWriterWaiting(statement))
                    .as("it is frozen in a commit")
                    .isTrue();
        }
    }

    private static boolean isWriterWaiting(Statement statement) throws SQLException {
        try (var row = statement.executeQuery("SELECT count(*) FROM pg_stat_activity"
                + " WHERE application_name = 'outlast writer' AND wait_event_type = 'Lock'")) {
            return row.next() && row.getInt(1) > 0;
        }
    }

    /// Starts again who ended by itself because another leads, as its service manager would. After the database was
    /// away nobody knows who is there first, the last leader or another.
    void startAgain() {
        for (var controller : all) {
            if (!controller.running().isAlive()) {
                assertThat(controller.awaitExit())
                        .as("it ends only when it was replaced: %s", controller.said())
                        .isEqualTo(70);
                assertThat(controller.said())
                        .containsAnyOf("leads now", "the store is at epoch", "the Lease is given back");
                controller.start();
                replaced++;
            }
        }
    }

    /// So that a reader sees that leaders changed.
    void tell() {
        var epoch = door.get("/v1/status").ok().json().path("epoch").asLong();
        System.out.printf("%d leaders, %d of them replaced while the database was away%n", epoch, replaced);
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
                .untilAsserted(() -> assertThat(ClusterLines.live(shared.resolve("providers/local")))
                        .isEmpty());
        await("no node is left")
                .atMost(Controller.LONG)
                .untilAsserted(() -> assertThat(entries("nodes")).isEmpty());
        var own = new ArrayList<Long>();
        all.stream()
                .filter(Controller::runs)
                .forEach(controller -> own.add(controller.running().pid()));
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
        for (var wire : wires) {
            try {
                wire.close();
            } catch (IOException alreadyClosed) {
                System.err.println("a wire was closed already: " + alreadyClosed.getMessage());
            }
        }
        database.close();
    }
}
