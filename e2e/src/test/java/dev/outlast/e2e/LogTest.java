package dev.outlast.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a job prints is kept to the byte, however it prints it.
final class LogTest {
    @TempDir
    private static Path directory;

    private static Controller controller;

    @BeforeAll
    static void start() {
        controller = Controller.in(directory.resolve("controller"));
    }

    @AfterAll
    static void end() {
        controller.close();
    }

    @Test
    void fiftyMegabytesOfLinesAreWhole() throws IOException {
        assertWhole("many-lines", "seq -f 'line %012.0f of a job that has a lot to say, and says it' 1 820000");
    }

    @Test
    void bytesThatAreNoTextAreWhole() throws IOException {
        assertWhole("binary", "head -c 3000000 /dev/urandom");
    }

    @Test
    void aLineWithoutEndIsWhole() throws IOException {
        assertWhole("endless-line", "head -c 5000000 /dev/zero | tr '\\0' x");
    }

    /// Never in memory as a whole, here or there.
    @Tag("slow")
    @Test
    void aGigabyteIsWhole() throws Exception {
        var sum = directory.resolve("sum");
        var job = controller
                .door()
                .submit(Yaml.job(
                        "gigabyte",
                        "seq -f 'line %012.0f of a job that has a lot to say, and says it' 1 17600000 | tee >(sha256sum >"
                                + sum + ")"));
        await().atMost(Duration.ofMinutes(8))
                .until(() -> controller.door().status(job).equals("SUCCEEDED"));
        var digest = MessageDigest.getInstance("SHA-256");
        var read = new AtomicLong();
        controller.door().log(job, 0, 1, bytes -> {
            digest.update(bytes);
            read.addAndGet(bytes.length);
        });
        assertThat(read).hasValueGreaterThan(1_000_000_000L);
        assertThat(Files.readString(sum)).startsWith(HexFormat.of().formatHex(digest.digest()));
        controller.assertNothingLeft();
    }

    private static void assertWhole(String name, String command) throws IOException {
        var copy = directory.resolve(name);
        var job = controller.door().submit(Yaml.job(name, command + " | tee " + copy));
        controller.awaitStatus(job, "SUCCEEDED");
        var log = controller.door().log(job, 0, 1);
        var printed = Files.readAllBytes(copy);
        assertThat(log).hasSameSizeAs(printed);
        assertThat(Hashes.sha256(log)).isEqualTo(Hashes.sha256(printed));
    }
}
