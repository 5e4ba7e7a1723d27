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

    /// 0 when there are none.
    static long highestJob(Path jobLogs) throws IOException {
        long highest = 0;
        for (var job : numbered(jobLogs)) {
            highest = Math.max(highest, number(job).orElse(0));
        }
        return highest;
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
