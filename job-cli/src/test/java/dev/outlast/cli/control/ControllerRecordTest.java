package dev.outlast.cli.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControllerRecordTest {
    private static final Instant START = Instant.parse("2026-11-21T13:35:28.870Z");
    private static final String TEXT = "{\"pid\": 9047, \"start_time\": \"2026-11-21T13:35:28.870Z\", \"port\": 41101,"
            + " \"address\": \"http://127.0.0.1:41101\"}\n";

    @TempDir
    Path home;

    @Test
    void isReadAsTheControllerWritesIt() throws IOException {
        assertThat(read(TEXT)).contains(new ControllerRecord(9047, START, "http://127.0.0.1:41101"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"pid\": 9047}",
                "{\"pid\": 9047, \"start_time\": \"yesterday\", \"address\": \"http://127.0.0.1:1\"}",
                "{\"pid\": 0, \"start_time\": \"2026-11-21T13:35:28.870Z\", \"address\": \"http://127.0.0.1:1\"}"
            })
    void whatNoControllerWroteIsNone(String text) throws IOException {
        assertThat(read(text)).isEmpty();
    }

    @Test
    void withoutAFileThereIsNone() {
        assertThat(ControllerRecord.read(home.resolve("absent"))).isEmpty();
    }

    @Test
    void aPidOfAnotherProcessIsStale() {
        var written = new ControllerRecord(7, START, "http://127.0.0.1:1");
        assertThat(written.isAlive(process(START.plusMillis(900)))).isTrue();
        assertThat(written.isAlive(process(START.plusSeconds(3)))).isFalse();
        assertThat(written.isAlive(process(START.minusSeconds(3600)))).isFalse();
        assertThat(written.isAlive(new FakeProcesses())).isFalse();
    }

    @Test
    void aServerWithoutAPortSaysSo() {
        assertThat(new ControllerRecord(7, START, "http://127.0.0.1:-1").listensNowhere())
                .isTrue();
        assertThat(new ControllerRecord(7, START, "http://127.0.0.1:41101").listensNowhere())
                .isFalse();
    }

    @Test
    void thisProcessIsInTheTable() {
        var self = ProcessHandle.current();
        assertThat(new SystemProcesses().started(self.pid()))
                .isEqualTo(self.info().startInstant());
        assertThat(new SystemProcesses().started(Integer.MAX_VALUE)).isEmpty();
    }

    private Optional<ControllerRecord> read(String text) throws IOException {
        var file = home.resolve("controller.json");
        Files.writeString(file, text);
        return ControllerRecord.read(file);
    }

    private static Processes process(Instant start) {
        var processes = new FakeProcesses();
        processes.run(7, start);
        return processes;
    }
}
