package dev.outlast.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A process that cannot be taken for another one: pids are given out again, and a reboot starts them afresh.
///
/// @param start start time in clock ticks since boot
record ProcessName(long pid, long start, String boot) {
    private static final int START_TIME = 19;

    static Optional<ProcessName> parse(String line) {
        var words = line.strip().split(" ", -1);
        if (words.length != 3) {
            return Optional.empty();
        }
        return Optional.of(new ProcessName(Long.parseLong(words[0]), Long.parseLong(words[1]), words[2]));
    }

    /// @throws UncheckedIOException when it cannot be looked at
    boolean lives(String thisBoot) {
        if (!boot.equals(thisBoot)) {
            return false;
        }
        try {
            // Any byte may stand in a command name, so it is not read as UTF-8.
            var stat = Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
            var fields = stat.substring(stat.lastIndexOf(") ") + 2).split(" ", -1);
            return Long.parseLong(fields[START_TIME]) == start && !fields[0].equals("Z") && !fields[0].equals("X");
        } catch (IOException unreadable) {
            // It ended while it was looked at. Anything else, such as too many open files, tells nothing of it, and to
            // take it for dead would end a job that runs.
            if (Files.exists(Path.of("/proc/" + pid))) {
                throw new UncheckedIOException(unreadable);
            }
            return false;
        }
    }
}
