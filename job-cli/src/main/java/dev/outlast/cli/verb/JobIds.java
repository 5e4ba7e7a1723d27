package dev.outlast.cli.verb;

import dev.outlast.cli.CommandFailure;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Ids of jobs as people write them: `3`, `3,5`, `3-7`.
final class JobIds {
    private static final int MOST = 100_000;

    private JobIds() {}

    static long one(String text) throws CommandFailure {
        try {
            long id = Long.parseLong(text);
            if (id > 0) {
                return id;
            }
        } catch (NumberFormatException wrong) {
            // Told below.
        }
        throw CommandFailure.usage("'" + text + "' is no id of a job; ids are whole numbers from 1");
    }

    static Set<Long> all(List<String> texts) throws CommandFailure {
        var ids = new LinkedHashSet<Long>();
        for (var text : texts) {
            for (var part : text.split(",", -1)) {
                int dash = part.indexOf('-', 1);
                long first = one(dash < 0 ? part : part.substring(0, dash));
                long last = dash < 0 ? first : one(part.substring(dash + 1));
                if (last < first || last - first >= MOST) {
                    throw CommandFailure.usage("'" + part + "' is no range of ids");
                }
                for (long id = first; id <= last; id++) {
                    ids.add(id);
                }
            }
        }
        return ids;
    }

    /// `1-3,5`.
    static String ranges(List<Long> ids) {
        var text = new StringBuilder();
        for (int i = 0; i < ids.size(); ) {
            int end = i;
            while (end + 1 < ids.size() && ids.get(end + 1) == ids.get(end) + 1) {
                end++;
            }
            text.append(text.isEmpty() ? "" : ",").append(ids.get(i));
            if (end > i) {
                text.append('-').append(ids.get(end));
            }
            i = end + 1;
        }
        return text.toString();
    }
}
