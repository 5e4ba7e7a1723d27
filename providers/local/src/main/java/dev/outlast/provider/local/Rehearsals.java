package dev.outlast.provider.local;

import dev.outlast.core.spi.LauncherException;
import dev.outlast.core.spi.Rehearsal.Verb;
import dev.outlast.core.task.Closest;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The faults that can be asked for.
final class Rehearsals {
    private static final int MANY = 1_000_000;

    static final List<Verb> VERBS = List.of(
            new Verb("preempt", List.of("job", "task", "rank"), "take a job's cluster back, or one node of it"),
            new Verb("notice", List.of("job", "task", "lead"), "announce that it is taken back after the lead"),
            new Verb("lose-node", List.of("job", "task", "rank"), "a node dies and the provider says nothing"),
            new Verb("silence", List.of("job", "task", "duration"), "it cannot be seen for so long"),
            new Verb("drain", List.of("region"), "no room there, and a notice to all that run there"),
            new Verb("refuse", List.of("region", "times"), "the next launches there find no room"),
            new Verb("restore", List.of("region"), "end a drain or refusals"),
            new Verb("fail-calls", List.of("times"), "the next calls of the provider fail"),
            new Verb("launch-delay", List.of("ms"), "launches take so long from now on"));

    /// Not named by their verbs' arguments: either of `job` and `token` names a cluster.
    private static final Set<String> ALWAYS = Set.of("token");

    private final ClusterLedger ledger;
    private final Fates fates;
    private final Weather weather;
    private final LocalConfig config;
    private final Catalog catalog;
    private final Function<LocalCluster, Nodes> nodes;
    private final InstantSource clock;

    Rehearsals(
            ClusterLedger ledger,
            Fates fates,
            Weather weather,
            LocalConfig config,
            Catalog catalog,
            Function<LocalCluster, Nodes> nodes,
            InstantSource clock) {
        this.ledger = ledger;
        this.fates = fates;
        this.weather = weather;
        this.config = config;
        this.catalog = catalog;
        this.nodes = nodes;
        this.clock = clock;
    }

    /// What was done, and to which clusters.
    record Done(String text, Collection<LocalCluster> touched) {}

    Done perform(String name, Map<String, String> given) throws LauncherException, IOException {
        var verb = VERBS.stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown verb " + name
                        + Closest.hint(name, VERBS.stream().map(Verb::name).toList())));
        var arguments = new Arguments(verb, given);
        return switch (name) {
            case "preempt" -> {
                var rank = arguments.rank(-1);
                yield each(
                        arguments,
                        "preempted",
                        cluster -> fates.takeBack(cluster, nodes.apply(cluster), rank, "preempted as rehearsed"));
            }
            case "lose-node" -> {
                var rank = arguments.rank(0);
                yield each(
                        arguments,
                        "lost rank " + rank + " of",
                        cluster -> fates.lose(cluster, nodes.apply(cluster), rank));
            }
            case "notice" -> {
                var lead = arguments.has("lead")
                        ? ValueText.duration("lead", arguments.text("lead"))
                        : config.noticeLead();
                yield each(arguments, "announced the end of", cluster -> fates.announce(cluster, lead));
            }
            case "silence" -> {
                var until = clock.instant().plus(ValueText.duration("duration", arguments.text("duration")));
                yield each(arguments, "until " + until + " nobody sees", cluster -> cluster.silence(until));
            }
            default -> performOnProvider(name, arguments);
        };
    }

    private Done performOnProvider(String name, Arguments arguments) throws IOException {
        return switch (name) {
            case "drain" -> {
                var region = arguments.region(catalog);
                weather.close(region);
                var there = ledger.all().stream()
                        .filter(cluster ->
                                cluster.record().offer().place().region().equals(region))
                        .toList();
                for (var cluster : there) {
                    fates.announce(cluster, config.noticeLead());
                }
                yield new Done(region + " is closed, " + there.size() + " clusters were told", there);
            }
            case "refuse" -> {
                var region = arguments.region(catalog);
                weather.refuse(region, arguments.times());
                yield new Done(region + " refuses the next " + arguments.times() + " launches", List.of());
            }
            case "restore" -> {
                weather.restore(arguments.region(catalog));
                yield new Done(arguments.text("region") + " has room again", List.of());
            }
            case "fail-calls" -> {
                weather.failCalls(arguments.times());
                yield new Done("the next " + arguments.times() + " calls fail", List.of());
            }
            default -> {
                weather.delayLaunches(ValueText.duration("ms", arguments.text("ms") + "ms"));
                yield new Done("launches take " + arguments.text("ms") + " ms", List.of());
            }
        };
    }

    private interface Act {
        void on(LocalCluster cluster) throws IOException;
    }

    private Done each(Arguments arguments, String done, Act act) throws LauncherException, IOException {
        var victims = arguments.victims(ledger.all());
        for (var victim : victims) {
            if (arguments.rank(0) >= victim.record().nodes()) {
                throw new IllegalArgumentException(victim.token() + " has the ranks 0 to "
                        + (victim.record().nodes() - 1));
            }
            act.on(victim);
        }
        var names = victims.stream().map(victim -> victim.token().text()).collect(Collectors.joining(", "));
        return new Done(done + " " + names, victims);
    }

    /// The arguments of one call, checked as they are read.
    private record Arguments(Verb verb, Map<String, String> given) {
        private Arguments {
            for (var name : new TreeSet<>(given.keySet())) {
                if (!verb.arguments().contains(name) && !ALWAYS.contains(name)) {
                    throw new IllegalArgumentException(
                            verb.name() + " has no argument " + name + Closest.hint(name, verb.arguments()));
                }
            }
        }

        boolean has(String name) {
            return !given.getOrDefault(name, "").isBlank();
        }

        String text(String name) {
            if (!has(name)) {
                throw new IllegalArgumentException(verb.name() + " needs the argument " + name);
            }
            return given.getOrDefault(name, "");
        }

        int rank(int otherwise) {
            return has("rank") ? (int) ValueText.whole("rank", text("rank"), 0, MANY) : otherwise;
        }

        int times() {
            return (int) ValueText.whole("times", text("times"), 0, MANY);
        }

        String region(Catalog catalog) {
            var region = text("region");
            if (!catalog.hasRegion(region)) {
                throw new IllegalArgumentException("no such region: " + region);
            }
            return region;
        }

        List<LocalCluster> victims(Collection<LocalCluster> all) throws LauncherException {
            var job = has("token") ? -1 : ValueText.whole("job", text("job"), 1, Long.MAX_VALUE);
            var task = has("task") ? ValueText.whole("task", text("task"), 0, MANY) : -1;
            var found = all.stream()
                    .filter(cluster -> has("token")
                            ? Set.of(cluster.token().text(), cluster.token().fileName())
                                    .contains(text("token"))
                            : cluster.token().job().value() == job)
                    .filter(cluster -> task < 0 || cluster.token().task() == task)
                    .toList();
            if (found.isEmpty()) {
                throw Refusals.config("there is no such cluster here");
            }
            return found;
        }
    }
}
