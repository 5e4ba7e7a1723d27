package dev.outlast.core.task;

import dev.outlast.core.cluster.Place;
import java.util.List;
import java.util.Optional;

/// The two ways to say where: `infra`, or `cloud`, `region` and `zone`. Inside the parser only the second is used.
final class PlaceKeys {
    private static final List<String> APART = List.of("cloud", "region", "zone");

    private PlaceKeys() {}

    /// With `infra` written out as the other three; a part that may be anything becomes null, which still overrides
    /// what it is laid over.
    static Fields apart(Fields fields, Findings findings) {
        if (!fields.has("infra")) {
            return fields;
        }
        var at = fields.at("infra");
        APART.stream()
                .filter(fields::has)
                .findFirst()
                .ifPresent(key -> findings.problem(
                        at, "cannot be given together with '" + key + "'; write all of it into 'infra'"));
        var place = fields.read("infra", InfraText::read, new Place("", "", ""));
        return fields.without("infra")
                .with("cloud", part(at, place.provider()))
                .with("region", part(at, place.region()))
                .with("zone", part(at, place.zone()));
    }

    /// `base` without what a new place makes stale: another cloud has other regions, another region other zones. A
    /// region given without any cloud stays.
    static Fields makeRoom(Fields base, Fields item) {
        if (item.has("cloud") && base.has("cloud") && !same(base, item)) {
            return base.without("cloud", "region", "zone");
        }
        return item.has("region") ? base.without("zone") : base;
    }

    static Place place(Fields fields) {
        return new Place(
                fields.read("cloud", PlaceKeys::provider, ""),
                InfraText.any(fields.text("region")),
                InfraText.any(fields.text("zone")));
    }

    private static Reading<String> provider(String text) {
        return text.equals("*") ? Reading.good("") : KnownProviders.read(text);
    }

    private static boolean same(Fields base, Fields item) {
        return cloud(base).equals(cloud(item));
    }

    private static Optional<String> cloud(Fields fields) {
        return fields.get("cloud")
                .map(tree -> tree instanceof Tree.Leaf leaf ? KnownProviders.canonical(leaf.text()) : tree.found());
    }

    private static Tree part(At at, String text) {
        return new Tree.Leaf(at, text, text.isEmpty() ? Setting.Kind.NOTHING : Setting.Kind.TEXT);
    }
}
