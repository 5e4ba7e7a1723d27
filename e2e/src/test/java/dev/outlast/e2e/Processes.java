package dev.outlast.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// The process table, read from /proc: who belongs to a test by command line, environment, directory or open file.
record Processes(long pid, String commandLine) {

    /// The processes that have to do with a directory, beside those named.
    static List<Processes> of(Path directory, Collection<Long> except) {
        return matching(directory.toString(), except);
    }

    /// The processes that carry a text which no other process has.
    static List<Processes> matching(String mark, Collection<Long> except) {
        var self = ProcessHandle.current().pid();
        var found = new ArrayList<Processes>();
        try (var entries = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (var entry : entries) {
                var pid = Long.parseLong(entry.getFileName().toString());
                if (pid != self && !except.contains(pid) && belongs(entry, mark)) {
                    found.add(new Processes(pid, read(entry.resolve("cmdline")).replace('\0', ' ')));
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return found;
    }

    /// Ends what a test started and could not end in order.
    static void kill(Path directory, Collection<Long> except) {
        for (var left : of(directory, except)) {
            System.err.println("left behind, killed: " + left);
            ProcessHandle.of(left.pid()).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private static boolean belongs(Path process, String mark) {
        return read(process.resolve("cmdline")).contains(mark)
                || read(process.resolve("environ")).contains(mark)
                || link(process.resolve("cwd")).startsWith(mark)
                || hasOpen(process.resolve("fd"), mark);
    }

    private static boolean hasOpen(Path files, String mark) {
        try (DirectoryStream<Path> open = Files.newDirectoryStream(files)) {
            for (var file : open) {
                if (link(file).startsWith(mark)) {
                    return true;
                }
            }
        } catch (IOException gone) {
            return false;
        }
        return false;
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException gone) {
            return "";
        }
    }

    private static String link(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException gone) {
            return "";
        }
    }
}
