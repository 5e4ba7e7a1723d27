package dev.outlast.controller.backup;

import dev.outlast.core.store.LeaderRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/// How far the database had come when somebody looked last, remembered outside of it: a database that has come less
/// far was put back to an earlier time, whether anybody says so or not.
public final class HighWater {
    private static final String FILE = "highest";
    private static final Pattern LINE = Pattern.compile("(\\S+) (\\d{1,9}) (\\d{1,18}) (\\d{1,18})");
    private static final Comparator<Mark> ORDER = Comparator.comparingInt(Mark::incarnation)
            .thenComparingLong(Mark::epoch)
            .thenComparingLong(Mark::batch);

    private final Path file;

    private record Mark(String installation, int incarnation, long epoch, long batch) {
        static Mark of(LeaderRow row) {
            return new Mark(row.installation(), row.incarnation(), row.epoch(), row.lastBatch());
        }

        @Override
        public String toString() {
            return "incarnation " + incarnation + ", epoch " + epoch + ", batch " + batch;
        }
    }

    /// @param shared the directory that all controllers see, or the home of the only one
    public HighWater(Path shared) {
        file = shared.resolve(FILE);
    }

    /// @param row of a database that somebody is about to lead
    /// @return what is wrong and what to do; empty when it may be led
    public Optional<String> behind(LeaderRow row) throws IOException {
        var now = Mark.of(row);
        return read().filter(seen -> seen.installation().equals(now.installation()) && ORDER.compare(now, seen) < 0)
                .map(seen -> "the database is at " + now + ", and " + file + " remembers it at " + seen
                        + ": it was put back to an earlier time, or it is an old copy. Led like this it would give"
                        + " numbers twice. Stop all controllers and run `outlast db restored`, once");
    }

    /// Never goes back.
    public void remember(LeaderRow row) throws IOException {
        var now = Mark.of(row);
        var seen = read().filter(mark -> mark.installation().equals(now.installation()));
        if (seen.isPresent() && ORDER.compare(now, seen.get()) <= 0) {
            return;
        }
        var half = file.resolveSibling(FILE + ".new");
        Files.deleteIfExists(half);
        SafeCopy.write(
                half, now.installation() + " " + now.incarnation() + " " + now.epoch() + " " + now.batch() + "\n");
        Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private Optional<Mark> read() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        var text = Files.readString(file).strip();
        var line = LINE.matcher(text);
        if (!line.matches()) {
            throw new IOException(file + " is not what it was written as: '" + text + "'");
        }
        return Optional.of(new Mark(
                line.group(1),
                Integer.parseInt(line.group(2)),
                Long.parseLong(line.group(3)),
                Long.parseLong(line.group(4))));
    }
}
