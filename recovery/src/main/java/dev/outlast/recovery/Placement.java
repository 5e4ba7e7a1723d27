package dev.outlast.recovery;

import dev.outlast.core.cluster.Demand;
import dev.outlast.core.cluster.Offer;
import dev.outlast.core.cluster.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Which offer to take. Cheapest first within each choice; ties by place, so that the same inputs give the same
/// plan.
public final class Placement {
    private static final Comparator<Offer> CHEAPEST = Comparator.comparingDouble(Offer::pricePerHour)
            .thenComparing(o -> o.place().toString())
            .thenComparing(Offer::instanceType);

    private Placement() {}

    /// The offers in the order in which they would be tried.
    ///
    /// EAGER_NEXT_REGION puts the lost region last unless the user pinned a region everywhere; FAILOVER puts it
    /// first.
    ///
    /// @param byChoice one list per choice of an ordered demand, else one list
    /// @param lost where the last attempt was lost; empty parts when nothing was lost
    public static List<Offer> rank(
            Demand demand, List<List<Offer>> byChoice, RecoveryPolicy.Strategy strategy, Place lost) {
        var ranked = new ArrayList<Offer>();
        for (var choice : byChoice) {
            ranked.addAll(choice.stream().sorted(CHEAPEST).toList());
        }
        if (lost.provider().isEmpty()) {
            return List.copyOf(ranked);
        }
        Predicate<Offer> there = o -> o.place().provider().equals(lost.provider())
                && o.place().region().equals(lost.region());
        return switch (strategy) {
            case EAGER_NEXT_REGION -> demand.pinsRegion() ? List.copyOf(ranked) : lastly(ranked, there);
            case FAILOVER -> lastly(ranked, there.negate());
        };
    }

    /// The first ranked offer that is open.
    public static Optional<Offer> choose(List<Offer> ranked, Predicate<Offer> open) {
        return ranked.stream().filter(open).findFirst();
    }

    private static List<Offer> lastly(List<Offer> offers, Predicate<Offer> late) {
        var result = new ArrayList<>(offers.stream().filter(late.negate()).toList());
        offers.stream().filter(late).forEach(result::add);
        return List.copyOf(result);
    }
}
