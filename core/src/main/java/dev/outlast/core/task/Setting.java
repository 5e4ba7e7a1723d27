package dev.outlast.core.task;

import java.util.List;
import java.util.Map;

/// A piece of YAML that is kept as it was written for a part of the system that reads it later.
public sealed interface Setting {
    /// What a scalar is by the rules of YAML 1.1.
    enum Kind {
        TEXT,
        INTEGER,
        DECIMAL,
        TRUTH,
        NOTHING
    }

    /// One value as written, without its quotes.
    record One(String text, Kind kind) implements Setting {}

    record Many(List<Setting> items) implements Setting {
        public Many {
            items = List.copyOf(items);
        }
    }

    record Named(Map<String, Setting> entries) implements Setting {
        public Named {
            entries = OrderedCopy.of(entries);
        }
    }

    Setting EMPTY = new Named(Map.of());
}
