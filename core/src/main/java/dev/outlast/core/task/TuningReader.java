package dev.outlast.core.task;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Reads the `config` of a bucket into key and value as written, such as `mount_cached.transfers`.
final class TuningReader {
    private static final Set<String> FLAGS = Set.of("read_only");
    private static final Set<String> DURATIONS = Set.of("vfs_cache_max_age", "vfs_write_back");
    private static final Set<String> SIZES =
            Set.of("buffer_size", "vfs_cache_max_size", "vfs_read_ahead", "vfs_read_chunk_size");
    private static final String UNITS = "bkmgtp";

    private TuningReader() {}

    static Map<String, String> read(Fields storage, Findings findings) {
        var config = storage.open("config", Section.STORAGE_CONFIG);
        var tuning = new LinkedHashMap<String, String>();
        for (var key : config.all().keySet()) {
            switch (key) {
                case "mount_cached" -> section(config.open(key, Section.MOUNT_CACHED), key, tuning);
                case "mount" -> section(config.open(key, Section.MOUNT), key, tuning);
                default -> tuning.put(key, config.text(key));
            }
        }
        if (config.has("mount") && config.has("mount_cached")) {
            findings.problem(config.at("mount"), "cannot be given together with 'mount_cached'");
        }
        return tuning;
    }

    private static void section(Fields fields, String section, Map<String, String> tuning) {
        for (var key : fields.all().keySet()) {
            if (fields.has(key)) {
                tuning.put(section + "." + key, value(fields, key));
            }
        }
    }

    private static String value(Fields fields, String key) {
        if (FLAGS.contains(key)) {
            return Boolean.toString(fields.flag(key, false));
        }
        if (DURATIONS.contains(key)) {
            return fields.read(key, TuningReader::duration, "");
        }
        if (SIZES.contains(key)) {
            return fields.read(key, TuningReader::size, "");
        }
        return switch (key) {
            case "transfers" -> Integer.toString(fields.whole(key, 1, Integer.MAX_VALUE, 1));
            case "vfs_read_chunk_streams" -> Integer.toString(fields.whole(key, 0, Integer.MAX_VALUE, 0));
            default -> fields.text(key);
        };
    }

    private static Reading<String> duration(String text) {
        return switch (TimeText.read(text, TimeText.Bare.SECONDS)) {
            case Reading.Good<Duration> _ -> Reading.good(text);
            case Reading.Bad<Duration>(String expected) -> Reading.bad(expected);
        };
    }

    /// As `128M`, `1.5G`, `64MiB`, `off`.
    private static Reading<String> size(String text) {
        var lower = Text.lower(text);
        int split = 0;
        while (split < lower.length() && (Text.isDigit(lower.charAt(split)) || lower.charAt(split) == '.')) {
            split++;
        }
        var unit = lower.substring(split);
        boolean known = unit.isEmpty()
                || (UNITS.indexOf(unit.charAt(0)) >= 0
                        && Set.of("", "i", "ib", "b").contains(unit.substring(1)));
        boolean number = SizeText.number(lower.substring(0, split)) instanceof Reading.Good;
        return lower.equals("off") || (number && known)
                ? Reading.good(text)
                : Reading.bad("a size such as 512K, 128M or 1G, or off");
    }
}
