package dev.outlast.core.task;

import dev.outlast.core.cluster.Place;

/// The grammar of `infra`: `provider[/region[/zone]]` with `*` for "any". For `kubernetes` and `ssh` everything
/// after
/// the first slash is one name, slashes and all.
final class InfraText {
    private InfraText() {}

    static Reading<Place> read(String written) {
        var text = Text.trim(written.strip(), '/');
        int slash = text.indexOf('/');
        var first = slash < 0 ? text : text.substring(0, slash);
        var rest = slash < 0 ? "" : text.substring(slash + 1);
        if (first.equals("*")) {
            return split("", rest);
        }
        return switch (KnownProviders.read(first)) {
            case Reading.Good<String>(String provider)
            when provider.equals("kubernetes") || provider.equals("ssh") ->
                Reading.good(new Place(provider, any(rest), ""));
            case Reading.Good<String>(String provider) -> split(provider, rest);
            case Reading.Bad<String>(String expected) -> Reading.bad(expected);
        };
    }

    /// `*` and nothing are the same.
    static String any(String name) {
        return name.equals("*") ? "" : name;
    }

    private static Reading<Place> split(String provider, String rest) {
        var parts = rest.isEmpty() ? new String[0] : rest.split("/", -1);
        for (var part : parts) {
            if (part.isEmpty()) {
                return Reading.bad("provider[/region[/zone]] with no empty part ('*' means any)");
            }
        }
        return parts.length > 2
                ? Reading.bad("provider[/region[/zone]], at most three parts")
                : Reading.good(new Place(
                        provider, parts.length > 0 ? any(parts[0]) : "", parts.length > 1 ? any(parts[1]) : ""));
    }
}
