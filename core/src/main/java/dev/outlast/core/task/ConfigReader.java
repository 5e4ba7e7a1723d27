package dev.outlast.core.task;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/// Reads `config`: checks its keys down to those with free content, and reads the hooks.
final class ConfigReader {
    private static final int MAX_HOOKS = 32;
    private static final int MAX_HOOK = 16 << 10;
    private static final Map<String, LifecycleHook.Event> EVENTS = Map.of(
            "stop", LifecycleHook.Event.STOP,
            "preemption", LifecycleHook.Event.PREEMPTION,
            "down", LifecycleHook.Event.DOWN);

    private ConfigReader() {}

    record Config(Setting content, List<LifecycleHook> hooks) {}

    static Config read(Fields task, Findings findings) {
        var config = task.open("config", Section.CONFIG);
        for (var key : config.all().keySet()) {
            Section.ofConfig(key).ifPresent(section -> config.open(key, section));
        }
        config.text("active_workspace");
        var content = task.get("config").map(Tree::setting).orElse(Setting.EMPTY);
        return new Config(content, hooks(config, findings));
    }

    private static List<LifecycleHook> hooks(Fields config, Findings findings) {
        var hooks = new ArrayList<LifecycleHook>();
        switch (config.get("hooks").orElse(null)) {
            case null -> {}
            case Tree.Items list -> {
                if (list.items().size() > MAX_HOOKS) {
                    findings.problem(list.at(), "found " + list.items().size() + " hooks; at most " + MAX_HOOKS);
                }
                list.items().forEach(item -> hooks.add(hook(Fields.open(item, Section.HOOK, findings), findings)));
            }
            case Tree other -> findings.problem(other.at(), "found " + other.found() + "; expected a list of hooks");
        }
        return hooks;
    }

    private static LifecycleHook hook(Fields fields, Findings findings) {
        var run = fields.text("run");
        if (run.isEmpty() || run.length() > MAX_HOOK) {
            findings.problem(fields.at("run"), "expected a command of 1 to " + MAX_HOOK + " characters");
        }
        var events = EnumSet.noneOf(LifecycleHook.Event.class);
        for (var leaf : fields.leaves("events")) {
            var event = EVENTS.get(Text.lower(leaf.text()));
            if (event == null) {
                findings.problem(
                        leaf.at(),
                        "found " + leaf.found() + "; expected stop, preemption or down"
                                + Closest.hint(leaf.text(), EVENTS.keySet()));
            } else {
                events.add(event);
            }
        }
        return new LifecycleHook(
                run,
                fields.has("events") ? events : EnumSet.allOf(LifecycleHook.Event.class),
                fields.read("timeout", text -> TimeText.readPositive(text, TimeText.Bare.SECONDS), Duration.ZERO));
    }
}
