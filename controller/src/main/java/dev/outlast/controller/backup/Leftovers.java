package dev.outlast.controller.backup;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/// What a later life of the installation wrote beside its database: `job-logs/JOB/TASK/ATTEMPT`. The same numbers
/// will be given again, and two attempts must not share a log.
final class Leftovers {
    private Leftovers() {}

    /// What the logs tell: by their places which jobs there were, by the marks in them (`8.epoch`) who led.
    static Restore.Heights heights(Path jobLogs) throws IOException {
        var highest = Restore.Heights.NONE;
        for (var job : numbered(jobLogs)) {
            highest = highest.and(new Restore.Heights(0, 0, number(job).orElse(0)));
            for (var task : numbered(job)) {
                for (var attempt : numbered(task)) {
                    for (var rank : numbered(attempt)) {
                        highest = highest.and(new Restore.Heights(0, highestEpoch(rank), 0));
                    }
                }
            }
        }
        return highest;
    }

    private static long highestEpoch(Path rank) throws IOException {
        long highest = 0;
        try (DirectoryStream<Path> marks = Files.newDirectoryStream(rank, "*.epoch")) {
            for (var mark : marks) {
                var name = mark.getFileName().toString();
                highest = Math.max(
                        highest,
                        number(mark.resolveSibling(name.substring(0, name.length() - ".epoch".length())))
                                .orElse(0));
            }
        }
        return highest;
    }

    /// Nothing is deleted: they are put where the operator finds them.
    ///
    /// @param before a directory
    static void moveAside(Path jobLogs, List<Path> attempts, Path before) throws IOException {
        for (var directory : attempts) {
            var to = before.resolve("job-logs").resolve(jobLogs.relativize(directory));
            Files.createDirectories(to.getParent());
            Files.move(directory, to);
        }
    }

    /// @param known `JOB/TASK/ATTEMPT` of all attempts in the database
    static List<Path> unknownAttempts(Path jobLogs, Set<String> known) throws IOException {
        var unknown = new ArrayList<Path>();
        for (var job : numbered(jobLogs)) {
            for (var task : numbered(job)) {
                for (var attempt : numbered(task)) {
                    if (!known.contains(jobLogs.relativize(attempt).toString())) {
                        unknown.add(attempt);
                    }
                }
            }
        }
        return unknown;
    }

    private static List<Path> numbered(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        var found = new ArrayList<Path>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (var entry : entries) {
                if (number(entry).isPresent() && Files.isDirectory(entry)) {
                    found.add(entry);
                }
            }
        }
        return found;
    }

    private static OptionalLong number(Path entry) {
        var name = entry.getFileName().toString();
        return name.matches("[0-9]{1,18}") ? OptionalLong.of(Long.parseLong(name)) : OptionalLong.empty();
    }
}
