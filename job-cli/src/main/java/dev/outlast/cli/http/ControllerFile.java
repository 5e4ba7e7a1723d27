package dev.outlast.cli.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/// `controller.json`: where the controller of this home is, as it wrote it itself.
public record ControllerFile(long pid, String startTime, String address) {
    /// The kernel counts starts in ticks from a boot time that is itself rounded.
    private static final Duration ROUNDING = Duration.ofSeconds(2);

    /// Empty when there is none, or it cannot be read.
    public static Optional<ControllerFile> read(Path home) {
        try {
            var json = Json.read(Files.readAllBytes(home.resolve("controller.json")));
            return Optional.of(new ControllerFile(
                    json.at("pid").number(),
                    json.at("start_time").text(),
                    json.at("address").text()));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /// The process that wrote it, if it still runs; never another that got its number.
    public Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::isTheOne);
    }

    private boolean isTheOne(ProcessHandle process) {
        var started = process.info().startInstant();
        try {
            return started.isPresent()
                    && Duration.between(Instant.parse(startTime), started.get())
                                    .abs()
                                    .compareTo(ROUNDING)
                            <= 0;
        } catch (DateTimeParseException unreadable) {
            return false;
        }
    }
}
