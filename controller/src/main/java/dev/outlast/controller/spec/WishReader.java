package dev.outlast.controller.spec;

import dev.outlast.core.cluster.Demand;
import dev.outlast.core.cluster.Offer;
import dev.outlast.core.cluster.Wishes;
import dev.outlast.core.task.Image;
import dev.outlast.core.task.PortRange;
import dev.outlast.core.task.ResourceSpec;
import dev.outlast.core.task.Setting;
import dev.outlast.core.task.TaskSpec;
import dev.outlast.core.task.VolumeMount;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What a task asks of its nodes beyond what was offered, for the offer that was taken.
public final class WishReader {
    private WishReader() {}

    /// @param secrets whether the job has any; all its tasks are given them
    /// @param demand as made of the task: its choices are the task's candidates, in the same order
    public static Wishes of(TaskSpec task, boolean secrets, Demand demand, Offer offer) {
        var spec = met(task.resources().candidates(), demand, offer);
        return new Wishes(
                image(spec.image(), offer.place().region()),
                spec.ports().stream().map(PortRange::toString).toList(),
                spec.labels(),
                task.volumes().stream().map(WishReader::volume).toList(),
                section(task.config(), offer.place().provider()),
                new Wishes.Payload(secrets, bytes(task)));
    }

    private static long bytes(TaskSpec task) {
        var sum = bytes(task.setup()) + bytes(task.run());
        for (var variable : task.envs().entrySet()) {
            sum += bytes(variable.getKey()) + bytes(variable.getValue());
        }
        return sum;
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /// The wish that the offer meets: the first of those for its place, kind of sale and type.
    private static ResourceSpec met(List<ResourceSpec> candidates, Demand demand, Offer offer) {
        for (int i = 0; i < candidates.size(); i++) {
            var choice = demand.choices().get(i);
            var typed = choice.instanceType().isEmpty() || choice.instanceType().equals(offer.instanceType());
            var named = choice.accelerator().isEmpty() || offer.instanceType().contains(choice.accelerator() + ":");
            var sold = (choice.spot() == Demand.Spot.YES) == offer.spot();
            // A type need not name its accelerator: then the candidates' order decides.
            if (choice.where().covers(offer.place()) && typed && sold && (named || i == candidates.size() - 1)) {
                return candidates.get(i);
            }
        }
        return firstThere(candidates, demand, offer);
    }

    private static ResourceSpec firstThere(List<ResourceSpec> candidates, Demand demand, Offer offer) {
        for (int i = 0; i < candidates.size(); i++) {
            if (demand.choices().get(i).where().covers(offer.place())) {
                return candidates.get(i);
            }
        }
        return candidates.getFirst();
    }

    private static String image(Image image, String region) {
        return switch (image) {
            case Image.Default _ -> "";
            case Image.Everywhere(String id) -> id;
            case Image.ByRegion(Map<String, String> ids) -> ids.getOrDefault(region, "");
        };
    }

    private static Wishes.Volume volume(VolumeMount mount) {
        return switch (mount) {
            case VolumeMount.Existing(String path, String name) -> new Wishes.Volume.Claim(path, name);
            case VolumeMount.HostPath(String path, String hostPath) -> new Wishes.Volume.HostPath(path, hostPath);
            case VolumeMount.Ephemeral(String path, int sizeGb, Setting details) ->
                new Wishes.Volume.Fresh(path, sizeGb, map(details));
        };
    }

    private static Map<String, Object> section(Setting config, String provider) {
        return config instanceof Setting.Named named
                ? map(named.entries().getOrDefault(provider, Setting.EMPTY))
                : Map.of();
    }

    private static Map<String, Object> map(Setting setting) {
        var map = new LinkedHashMap<String, Object>();
        if (setting instanceof Setting.Named named) {
            named.entries().forEach((key, value) -> plain(value).ifPresent(plain -> map.put(key, plain)));
        }
        return map;
    }

    /// Nothing stays nothing: a key without a value is as good as no key.
    private static Optional<Object> plain(Setting setting) {
        return switch (setting) {
            case Setting.Named named -> Optional.of(map(named));
            case Setting.Many many ->
                Optional.of(many.items().stream()
                        .map(WishReader::plain)
                        .flatMap(Optional::stream)
                        .toList());
            case Setting.One(String text, Setting.Kind kind) ->
                switch (kind) {
                    case TEXT -> Optional.of(text);
                    case INTEGER -> Optional.of(number(text));
                    case DECIMAL -> Optional.of(decimal(text));
                    case TRUTH -> Optional.of(truth(text));
                    case NOTHING -> Optional.empty();
                };
        };
    }

    // Numbers of YAML 1.1 that Java does not read (octal, sexagesimal, `.inf`) stay what was written.
    private static Object number(String text) {
        try {
            return Long.decode(text.replace("_", ""));
        } catch (NumberFormatException other) {
            return text;
        }
    }

    private static Object decimal(String text) {
        try {
            return Double.valueOf(text.replace("_", ""));
        } catch (NumberFormatException other) {
            return text;
        }
    }

    private static boolean truth(String text) {
        return List.of("true", "yes", "on", "y").contains(text.toLowerCase(Locale.ROOT));
    }
}
