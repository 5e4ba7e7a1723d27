package dev.outlast.core.task;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The options of the command line as if they stood in the file, so that one grammar and one set of checks serves
/// both.
final class OptionTrees {
    /// For these `none` is a value of its own or makes no sense.
    private static final Set<Overrides.Option> NONE_IS_A_VALUE =
            EnumSet.of(Overrides.Option.DISK_TIER, Overrides.Option.NETWORK_TIER, Overrides.Option.PRIORITY);

    private final Map<Overrides.Option, List<String>> options;

    OptionTrees(Overrides overrides) {
        this.options = overrides.options();
    }

    /// None at all.
    static OptionTrees empty() {
        return new OptionTrees(Overrides.NONE);
    }

    /// The task with its own options set.
    Fields over(Fields task) {
        var result = task;
        for (var option : List.of(Overrides.Option.WORKDIR, Overrides.Option.NUM_NODES)) {
            if (options.containsKey(option)) {
                result = result.with(option.key(), tree(option));
            }
        }
        return result;
    }

    /// What the options say about resources.
    Fields resources(Findings findings) {
        var entries = new ArrayList<Tree.Entry>();
        for (var option : options.keySet()) {
            if (option.ofResources() && !removes(option)) {
                entries.add(new Tree.Entry(At.option(option.flag()), option.key(), tree(option)));
            }
        }
        return Fields.open(new Tree.Entries(At.option(""), entries), Section.RESOURCES, findings);
    }

    /// The keys that an option with the value `none` takes out.
    String[] removed() {
        var keys = new ArrayList<String>();
        for (var option : options.keySet()) {
            if (option.ofResources() && removes(option)) {
                keys.addAll(
                        option == Overrides.Option.INFRA ? List.of("cloud", "region", "zone") : List.of(option.key()));
            }
        }
        return keys.toArray(String[]::new);
    }

    private boolean removes(Overrides.Option option) {
        var values = options.getOrDefault(option, List.of());
        return !NONE_IS_A_VALUE.contains(option)
                && values.size() == 1
                && Text.lower(values.getFirst()).equals("none");
    }

    private Tree tree(Overrides.Option option) {
        var at = At.option(option.flag());
        var values = options.getOrDefault(option, List.of());
        return values.size() == 1
                ? Tree.plain(at, values.getFirst())
                : new Tree.Items(at, values.stream().map(v -> Tree.plain(at, v)).toList());
    }
}
