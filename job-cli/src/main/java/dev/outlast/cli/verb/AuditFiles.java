package dev.outlast.cli.verb;

import dev.outlast.core.access.AuditChain;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/// Reads the files of an audit log in order, and says where they are not as they were written.
final class AuditFiles {
    private static final Pattern NAME = Pattern.compile("audit-(\\d{6,9})\\.jsonl");

    private final Line each;
    private final List<String> problems = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private String last = AuditChain.START;
    private boolean known;
    private long lines;

    private AuditFiles(Line each) {
        this.each = each;
    }

    /// Told of each line that can be read.
    @FunctionalInterface
    interface Line {
        void read(String line) throws IOException;
    }

    /// @param last hash of the last line
    /// @param problems what was changed
    /// @param notes what was cut off
    record Found(long lines, String last, List<String> problems, List<String> notes) {}

    static Found read(Path folder, Line each) throws IOException {
        var reader = new AuditFiles(each);
        if (Files.isDirectory(folder)) {
            try (var entries = Files.list(folder)) {
                var files = entries.filter(file -> number(file) > 0)
                        .sorted(Comparator.comparingLong(AuditFiles::number))
                        .toList();
                for (int i = 0; i < files.size(); i++) {
                    reader.file(files.get(i), i == 0);
                }
            }
        }
        return new Found(reader.lines, reader.last, reader.problems, reader.notes);
    }

    private static long number(Path file) {
        var name = NAME.matcher(file.getFileName().toString());
        return name.matches() ? Long.parseLong(name.group(1)) : 0;
    }

    private void file(Path file, boolean first) throws IOException {
        // The oldest that is left may follow one that is gone; the very first follows none.
        known = !first || number(file) == 1;
        int n = 0;
        var text = Files.readString(file, StandardCharsets.UTF_8);
        var all = text.split("\n", -1);
        for (var line : all) {
            n++;
            boolean cutOff = n == all.length;
            if (cutOff && line.isEmpty()) {
                break;
            }
            var link = AuditChain.read(line);
            var where = file.getFileName() + ":" + n;
            if (link.isEmpty() && cutOff) {
                notes.add(where + ": a line was cut off, as by a crash");
                break;
            }
            if (link.isEmpty()) {
                problems.add(where + ": this line is not as it was written");
                known = false;
                continue;
            }
            if (known && !link.get().previous().equals(last)) {
                problems.add(where + ": this line does not follow the one before; something is missing or was added");
            }
            known = true;
            last = link.get().hash();
            lines++;
            each.read(line);
        }
    }
}
