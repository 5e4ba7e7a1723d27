package dev.outlast.core.task;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The grammar of ports: `80` or `8000-8010`.
final class PortText {
    private static final String EXPECTED = "a port such as 8080 or a range such as 8000-8010, from 1 to 65535";

    private PortText() {}

    static Reading<PortRange> read(String written) {
        var text = written.strip();
        int dash = text.indexOf('-');
        int first = port(dash < 0 ? text : text.substring(0, dash).strip());
        int last = dash < 0 ? first : port(text.substring(dash + 1).strip());
        return first < 1 || last < first ? Reading.bad(EXPECTED) : Reading.good(new PortRange(first, last));
    }

    /// Sorted, with touching and overlapping ranges made one.
    static List<PortRange> merged(List<PortRange> ranges) {
        var result = new ArrayList<PortRange>();
        for (var range : ranges.stream()
                .sorted(Comparator.comparingInt(PortRange::first))
                .toList()) {
            if (!result.isEmpty() && range.first() <= result.getLast().last() + 1) {
                var before = result.removeLast();
                result.add(new PortRange(before.first(), Math.max(before.last(), range.last())));
            } else {
                result.add(range);
            }
        }
        return List.copyOf(result);
    }

    /// 0 if it is no port.
    private static int port(String text) {
        boolean digits = !text.isEmpty() && text.length() <= 5 && text.chars().allMatch(Text::isDigit);
        int port = digits ? Integer.parseInt(text) : 0;
        return port <= PortRange.MAX ? port : 0;
    }
}
