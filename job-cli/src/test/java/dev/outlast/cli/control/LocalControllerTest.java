package dev.outlast.cli.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalControllerTest {
    private static final Instant START = Instant.parse("2026-11-21T13:35:28.870Z");

    @TempDir
    Path home;

    private final FakeProcesses processes = new FakeProcesses();

    @Test
    void theOneThatRunsIsStopped() throws Exception {
        write();
        processes.run(9047, START);

        assertThat(local().stop()).isTrue();

        assertThat(processes.ended()).containsExactly(9047L);
        assertThat(local().stop()).as("again").isFalse();
    }

    @Test
    void anotherProcessWithItsPidIsLeftAlone() throws Exception {
        write();
        processes.run(9047, START.plusSeconds(60));

        assertThat(local().running()).isEmpty();
        assertThat(local().stop()).isFalse();

        assertThat(processes.ended()).isEmpty();
    }

    @Test
    void aTakenPortIsNamed() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var port = taken.getLocalPort();
            assertThatExceptionOfType(ControllerException.class)
                    .isThrownBy(() -> local().start(port))
                    .withMessageContaining("port " + port + " is in use")
                    .withMessageContaining("--port");
        }
    }

    private LocalController local() {
        return new LocalController(new Installation(home), processes);
    }

    private void write() throws IOException {
        Files.writeString(
                home.resolve("controller.json"),
                "{\"pid\": 9047, \"start_time\": \"" + START + "\", \"port\": 1, \"address\": \"http://127.0.0.1:1\"}");
    }
}
