package dev.outlast.core.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Reads `volumes`.
final class VolumesReader {
    private static final List<String> KINDS = List.of("name", "size", "host_path");

    private VolumesReader() {}

    static List<VolumeMount> read(Fields task, Substitution substitution, int numNodes, Findings findings) {
        var mounts = new ArrayList<VolumeMount>();
        var destinations = new Destinations(findings);
        switch (task.get("volumes").map(substitution::in).orElse(null)) {
            case null -> {}
            case Tree.Entries map ->
                map.entries().forEach(entry -> {
                    destinations.check(entry.keyAt(), entry.key());
                    mount(entry, numNodes, findings).ifPresent(mounts::add);
                });
            case Tree other ->
                findings.problem(other.at(), "found " + other.found() + "; expected a map from paths to volumes");
        }
        return mounts;
    }

    private static Optional<VolumeMount> mount(Tree.Entry entry, int numNodes, Findings findings) {
        return switch (entry.value()) {
            case Tree.Leaf leaf
            when !leaf.isNothing() -> Optional.of(new VolumeMount.Existing(entry.key(), leaf.text()));
            case Tree.Entries map ->
                mount(entry.key(), Fields.open(map, Section.VOLUME, findings), map, numNodes, findings);
            case Tree other -> {
                findings.problem(other.at(), "found " + other.found() + "; expected the name of a volume or a map");
                yield Optional.empty();
            }
        };
    }

    private static Optional<VolumeMount> mount(
            String destination, Fields fields, Tree.Entries map, int numNodes, Findings findings) {
        var given = KINDS.stream().filter(fields::has).toList();
        if (given.size() != 1) {
            findings.problem(
                    fields.at(),
                    "expected exactly one of name, size and host_path; found "
                            + (given.isEmpty() ? "none" : String.join(" and ", given)));
            return Optional.empty();
        }
        boolean oneWriter = Stream.of("readwriteonce", "rwo").anyMatch(Text.lower(fields.text("access_mode"))::equals);
        if (oneWriter && numNodes > 1) {
            findings.problem(
                    fields.at("access_mode"), "a volume for one node cannot be on " + numNodes + "; lower 'num_nodes'");
        }
        return Optional.of(
                switch (given.getFirst()) {
                    case "name" -> new VolumeMount.Existing(destination, fields.text("name"));
                    case "size" ->
                        new VolumeMount.Ephemeral(
                                destination, fields.read("size", SizeText::wholeGigabytes, 1), map.setting());
                    default -> new VolumeMount.HostPath(destination, fields.text("host_path"));
                });
    }
}
