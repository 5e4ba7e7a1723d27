package dev.outlast.provider.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.outlast.core.cluster.ClusterRequest;
import dev.outlast.core.cluster.Offer;
import dev.outlast.core.cluster.Place;
import dev.outlast.core.job.JobId;
import dev.outlast.core.job.Token;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClusterLogTest {
    private static final String DRAINED = "2026-11-22T12:00:00Z";

    @TempDir
    private Path directory;

    @Test
    void whatOneSaidTheNextOneReads() throws Exception {
        try (var log = open(directory)) {
            log.create(record(1));
            log.create(record(2));
            log.change(record(1), "drained", DRAINED);
            log.forget(record(2));
        }
        try (var next = open(directory)) {
            assertThat(next.read()).containsExactly(record(1).with("drained", DRAINED));
        }
    }

    /// Wherever within the last line the writer was killed: what it said before stands, and what is said later too.
    @Test
    void aLineThatWasNeverFinishedWasNeverSaid() throws Exception {
        var path = directory.resolve("clusters.log");
        try (var log = open(directory)) {
            log.create(record(1));
        }
        var before = text(path).length();
        try (var log = open(directory)) {
            log.read();
            log.change(record(1), "drained", DRAINED);
        }
        var whole = text(path);
        for (var cut = before; cut < whole.length() - 1; cut++) {
            Files.writeString(path, whole.substring(0, cut) + "\n".repeat(2_000));
            try (var log = open(directory)) {
                assertThat(log.read()).as("cut at %s", cut).containsExactly(record(1));
                log.create(record(2));
            }
            try (var next = open(directory)) {
                assertThat(next.read()).as("cut at %s", cut).containsExactly(record(1), record(2));
            }
        }
    }

    @Test
    void aDamagedLineAmongWholeOnesIsNamedAndNothingIsTakenForWhatThereIs() throws Exception {
        var path = directory.resolve("clusters.log");
        try (var log = open(directory)) {
            log.create(record(1));
            log.create(record(2));
            log.create(record(3));
        }
        var lines = new ArrayList<>(text(path).lines().toList());
        for (var damage : List.of(lines.get(1).substring(9), lines.get(1).replace("nodes=1", "nodes=many"))) {
            lines.set(1, damage);
            Files.writeString(path, String.join("\n", lines) + "\n");
            try (var log = open(directory)) {
                assertThatThrownBy(log::read)
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("line 2 of " + path + " is damaged");
            }
        }
    }

    @Test
    void whatIsGoneDoesNotStayForEver() throws Exception {
        try (var log = open(directory);
                var slow = open(directory)) {
            log.create(record(1));
            for (var job = 2; job <= 1_500; job++) {
                log.create(record(job));
                log.forget(record(job));
                log.shorten(() -> Stream.of(record(1).with("drained", DRAINED)));
            }
            var lines = text(directory.resolve("clusters.log")).lines().count();
            assertThat(lines).isLessThan(1_000);
            log.create(record(2_000));
            assertThat(slow.read())
                    .as("another file since")
                    .containsExactly(record(1).with("drained", DRAINED), record(2_000));
        }
        assertThat(HomeLayout.children(directory)).hasSize(1);
    }

    /// A disk of 1 MiB: launches are refused, whatever was launched can be changed and released.
    @Test
    void onAFullDiskWhatIsThereCanBeReleased() throws Exception {
        var disk = Files.createDirectory(directory.resolve("disk"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString()), "needs to mount a tmpfs");
        try {
            try (var log = open(disk)) {
                for (var job = 1; job <= 20; job++) {
                    log.create(record(job));
                }
                fill(disk.resolve("full"));
                var last = 20;
                while (fits(log, last + 1)) {
                    last++;
                }
                assertThat(last).isLessThan(1_000);
                for (var job = 1; job <= last; job++) {
                    log.change(record(job), "drained", DRAINED);
                    log.change(record(job), "fate", DRAINED + " " + DRAINED + " PREEMPTED -1 " + "x".repeat(200));
                }
                for (var job = 1; job < last; job++) {
                    log.forget(record(job));
                }
                var refused = last + 1;
                try (var next = open(disk)) {
                    assertThat(next.read()).singleElement().satisfies(left -> {
                        assertThat(left.token()).isEqualTo(record(refused - 1).token());
                        assertThat(left.fate()).isPresent();
                    });
                }
            }
        } finally {
            assertThat(run("umount", disk.toString())).isTrue();
        }
    }

    private static boolean fits(ClusterLog log, int job) {
        try {
            log.create(record(job));
            return true;
        } catch (IOException full) {
            return false;
        }
    }

    private static void fill(Path file) throws IOException {
        try (var out = Files.newOutputStream(file, StandardOpenOption.CREATE)) {
            while (true) {
                out.write(new byte[4_096]);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
    }

    /// Without the room behind it.
    private static String text(Path path) throws IOException {
        return Files.readString(path).stripTrailing() + "\n";
    }

    private static ClusterLog open(Path directory) throws IOException {
        return new ClusterLog(directory.resolve("clusters.log"), directory.resolve("making"));
    }

    private static ClusterRecord record(int job) {
        var offer = new Offer(new Place("local", "east", "a"), "local.small", true, 0.004);
        var token = new Token("log", 1, new JobId(job), 0, 1);
        return ClusterRecord.inert(
                new ClusterRequest(token, 3, offer, 1, "name"), Instant.parse(DRAINED), "boot", 1077936129, false);
    }
}
