package dev.outlast.logs;

import dev.outlast.core.log.SegmentName;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/// A file of one segment: `<start offset, 16 digits>.<epoch>.log` and what its ending says of its life.
record SegmentFile(Path path, SegmentName name, Form form) {
    /// In the order of life: one leader appends, nobody appends any more, compressed.
    enum Form {
        ACTIVE(".log"),
        CLOSED(".log.closed"),
        SEALED(".log.gz");

        private final String ending;

        Form(String ending) {
            this.ending = ending;
        }
    }

    static final String TEMPORARY = ".tmp";

    /// A later segment rules from its start on; of two with the same start that of the newer epoch.
    static final Comparator<SegmentFile> ORDER = Comparator.comparingLong(
                    (SegmentFile file) -> file.name().startOffset())
            .thenComparingLong(file -> file.name().epoch())
            .thenComparing(SegmentFile::form);

    private static final Pattern NAME = Pattern.compile("(\\d{16})\\.(\\d{1,18})(\\.log(?:\\.closed|\\.gz)?)");

    static SegmentFile of(Path directory, SegmentName name, Form form) {
        var fileName = "%016d.%d%s".formatted(name.startOffset(), name.epoch(), form.ending);
        return new SegmentFile(directory.resolve(fileName), name, form);
    }

    /// Empty when the file is none of ours.
    static Optional<SegmentFile> parse(RankKey key, Path path) {
        var matcher = NAME.matcher(String.valueOf(path.getFileName()));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        var name = key.segment(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
        for (var form : Form.values()) {
            if (form.ending.equals(matcher.group(3))) {
                return Optional.of(new SegmentFile(path, name, form));
            }
        }
        return Optional.empty();
    }

    SegmentFile as(Form other) {
        return of(path.resolveSibling(""), name, other);
    }

    long start() {
        return name.startOffset();
    }
}
