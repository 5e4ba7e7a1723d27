package dev.outlast.provider.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// A process as the runner wrote it down. A pid alone is never trusted: it may have been given to a stranger since.
///
/// @param startTicks since boot
record RunnerProcess(long pid, String startTicks, String bootId) {
    private static final int START_TIME = 19;

    /// The process that a file such as `state/pid` names, if it lives.
    static Optional<ProcessHandle> in(Path file, String thisBoot) throws IOException {
        String line;
        try {
            line = Files.readString(file).strip();
        } catch (NoSuchFileException notYet) {
            return Optional.empty();
        }
        var words = line.split(" ", -1);
        if (words.length != 3 || !words[2].equals(thisBoot)) {
            return Optional.empty();
        }
        var named = new RunnerProcess(Long.parseLong(words[0]), words[1], words[2]);
        // First the handle, then the look: the handle knows its process by its start and never meets another one.
        return ProcessHandle.of(named.pid()).filter(_ -> named.lives());
    }

    /// This process.
    static RunnerProcess self(String thisBoot) {
        var pid = ProcessHandle.current().pid();
        try {
            return new RunnerProcess(pid, fields(pid)[START_TIME], thisBoot);
        } catch (IOException noProc) {
            throw new UncheckedIOException(noProc);
        }
    }

    private static String[] fields(long pid) throws IOException {
        var stat = Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
        return stat.substring(stat.lastIndexOf(") ") + 2).split(" ", -1);
    }

    /// @throws UncheckedIOException when it cannot be looked at
    boolean lives() {
        try {
            var fields = fields(pid);
            return fields[START_TIME].equals(startTicks) && !fields[0].equals("Z") && !fields[0].equals("X");
        } catch (IOException unreadable) {
            // It ended while it was looked at. Anything else, such as too many open files, tells nothing of it.
            if (Files.exists(Path.of("/proc/" + pid))) {
                throw new UncheckedIOException(unreadable);
            }
            return false;
        }
    }
}
