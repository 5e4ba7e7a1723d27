package dev.outlast.provider.kubernetes;

import dev.outlast.core.cluster.Demand;
import dev.outlast.core.cluster.Offer;
import dev.outlast.core.cluster.Place;
import java.util.LinkedHashSet;
import java.util.Set;

/// What one context offers to a demand: a pod's shape, made to measure, where some node could ever take it. Pure.
record Offers(String context, ContextConfig config, Room room) {

    Set<Offer> of(Demand demand) {
        var offers = new LinkedHashSet<Offer>();
        var place = new Place(KubernetesLauncher.PROVIDER, context, "");
        for (var choice : demand.choices()) {
            if (!choice.where().covers(place)) {
                continue;
            }
            InstanceShape.fitting(choice).ifPresent(shape -> {
                var spot = choice.spot() == Demand.Spot.YES;
                var offer = new Offer(place, shape.name(), spot, config.prices().of(shape, spot));
                var could = !room.suitable(shape, spot).isEmpty() || room.isMade(shape, spot);
                if (could && shape.node().meets(choice, offer)) {
                    offers.add(offer);
                }
            });
        }
        return offers;
    }
}
