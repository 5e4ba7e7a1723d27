package dev.outlast.cli.control;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/// What a controller wrote about itself into `controller.json`.
///
/// @param started when its process began; a pid alone may mean another process by now
public record ControllerRecord(long pid, Instant started, String address) {
    /// Two readings of one start differ by what the clock was set in between.
    private static final Duration SAME_START = Duration.ofSeconds(2);

    public ControllerRecord {
        Objects.requireNonNull(started);
        Objects.requireNonNull(address);
    }

    /// Empty when there is no file, or none that a controller wrote.
    static Optional<ControllerRecord> read(Path file) {
        try {
            var json = new ObjectMapper().readTree(Files.readString(file));
            var pid = json.path("pid").asLong(0);
            var address = json.path("address").asText("");
            if (pid <= 0 || !address.startsWith("http")) {
                return Optional.empty();
            }
            return Optional.of(new ControllerRecord(
                    pid, Instant.parse(json.path("start_time").asText("")), address));
        } catch (IOException | DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    /// A server that did not get its port says so by -1.
    boolean listensNowhere() {
        return URI.create(address).getPort() <= 0;
    }

    /// Whether the process that wrote it still runs.
    boolean isAlive(Processes processes) {
        return processes
                .started(pid)
                .map(now -> Duration.between(started, now).abs().compareTo(SAME_START) < 0)
                .orElse(false);
    }
}
