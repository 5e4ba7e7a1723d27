package dev.outlast.core.task;

import java.time.Duration;
import java.util.Map;

/// Reads `autostop`: true or false, minutes, a time, or a map.
final class AutostopReader {
    private static final Map<String, String> WAITS = OrderedCopy.ofWords("jobs_and_ssh", "jobs", "none");

    private AutostopReader() {}

    static Autostop read(Fields resources) {
        return switch (resources.get("autostop").orElse(null)) {
            case null -> Autostop.NONE;
            case Tree.Leaf leaf
            when leaf.kind() == Setting.Kind.TRUTH -> after(Truth.isTrue(leaf.text()), Duration.ZERO);
            case Tree.Entries _ -> map(resources.open("autostop", Section.AUTOSTOP));
            case Tree _ -> after(true, resources.read("autostop", AutostopReader::minutes, Duration.ZERO));
        };
    }

    private static Autostop map(Fields fields) {
        return new Autostop(
                true,
                fields.read("idle_minutes", AutostopReader::minutes, Duration.ZERO),
                fields.flag("down", false),
                fields.oneOf("wait_for", WAITS, ""),
                fields.text("hook"),
                fields.read("hook_timeout", text -> TimeText.read(text, TimeText.Bare.SECONDS), Duration.ZERO));
    }

    private static Autostop after(boolean wanted, Duration idle) {
        return new Autostop(wanted, idle, false, "", "", Duration.ZERO);
    }

    private static Reading<Duration> minutes(String text) {
        return TimeText.read(text, TimeText.Bare.MINUTES);
    }
}
