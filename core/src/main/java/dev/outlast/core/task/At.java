package dev.outlast.core.task;

import org.jspecify.annotations.Nullable;

/// A place in the text: line and column from 1 (0 when it came from the command line), and the path of keys to it.
/// The path is a chain, made into text only when someone is told of it.
record At(int line, int column, Trail trail) {
    /// The top of a document.
    static At top(int line, int column) {
        return new At(line, column, Trail.TOP);
    }

    /// An option of the command line.
    static At option(String flag) {
        return new At(0, 0, new Trail(Trail.TOP, flag));
    }

    /// Below this place, under `key`, at another line and column.
    At key(String key, int newLine, int newColumn) {
        return new At(newLine, newColumn, new Trail(trail, key));
    }

    /// Below this place, in the list, at another line and column.
    At item(int index, int newLine, int newColumn) {
        return new At(newLine, newColumn, new Trail(trail, "[" + index + "]"));
    }

    /// Under `key` of this place, told at this place because there is nothing there.
    At missing(String key) {
        return key(key, line, column);
    }

    String path() {
        return trail.text();
    }

    /// A chain of steps up to the top.
    record Trail(@Nullable Trail parent, String step) {
        private static final int LONGEST_STEP = 60;
        private static final Trail TOP = new Trail(null, "");

        private String text() {
            if (parent == null) {
                return "";
            }
            var before = parent.text();
            if (step.startsWith("--") || (step.startsWith("[") && step.endsWith("]"))) {
                return before + step;
            }
            boolean plain = !step.isEmpty()
                    && step.chars().allMatch(c -> Text.isAsciiLetter(c) || Text.isDigit(c) || c == '_' || c == '-');
            if (plain && step.length() <= LONGEST_STEP) {
                return before.isEmpty() ? step : before + "." + step;
            }
            var shown = step.length() <= LONGEST_STEP ? step : step.substring(0, LONGEST_STEP - 3) + "...";
            return before + "['" + shown.replace("\n", "\\n") + "']";
        }
    }
}
