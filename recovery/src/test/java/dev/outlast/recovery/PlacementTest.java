package dev.outlast.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outlast.core.cluster.Demand;
import dev.outlast.core.cluster.Offer;
import dev.outlast.core.cluster.Place;
import dev.outlast.core.cluster.Quantity;
import dev.outlast.recovery.RecoveryPolicy.Strategy;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PlacementTest {
    private static final Place NOWHERE = new Place("", "", "");
    private static final Offer EAST = offer("aws", "east", "small", 1);
    private static final Offer EAST_LARGE = offer("aws", "east", "large", 4);
    private static final Offer WEST = offer("aws", "west", "small", 2);
    private static final Offer OTHER = offer("gcp", "east", "small", 3);
    private static final List<Offer> ALL = List.of(OTHER, EAST_LARGE, WEST, EAST);

    @Test
    void theCheapestComesFirst() {
        assertThat(rank(Strategy.EAGER_NEXT_REGION, NOWHERE)).containsExactly(EAST, WEST, OTHER, EAST_LARGE);
    }

    @Test
    void eagerNextRegionPutsTheLostRegionLast() {
        assertThat(rank(Strategy.EAGER_NEXT_REGION, EAST.place())).containsExactly(WEST, OTHER, EAST, EAST_LARGE);
    }

    @Test
    void aRegionOfTheSameNameElsewhereIsAnotherRegion() {
        assertThat(rank(Strategy.EAGER_NEXT_REGION, OTHER.place())).containsExactly(EAST, WEST, EAST_LARGE, OTHER);
    }

    @Test
    void failoverPutsTheLostRegionFirst() {
        assertThat(rank(Strategy.FAILOVER, WEST.place())).containsExactly(WEST, EAST, OTHER, EAST_LARGE);
    }

    @Test
    void aPinnedRegionIsKept() {
        var pinned = new Demand(1, List.of(choice("aws", "east")), false);

        assertThat(Placement.rank(pinned, List.of(List.of(EAST_LARGE, EAST)), Strategy.EAGER_NEXT_REGION, EAST.place()))
                .containsExactly(EAST, EAST_LARGE);
    }

    @Test
    void orderedChoicesAreKeptInOrderWhateverTheyCost() {
        var ordered = new Demand(1, List.of(choice("gcp", ""), choice("aws", "")), true);

        assertThat(Placement.rank(
                        ordered, List.of(List.of(OTHER), List.of(WEST, EAST)), Strategy.EAGER_NEXT_REGION, NOWHERE))
                .containsExactly(OTHER, EAST, WEST);
    }

    @Test
    void theSameInputsGiveTheSamePlan() {
        var twin = new Offer(new Place("aws", "east", "b"), "small", true, 1);

        assertThat(Placement.rank(free(), List.of(List.of(twin, EAST)), Strategy.FAILOVER, NOWHERE))
                .isEqualTo(Placement.rank(free(), List.of(List.of(EAST, twin)), Strategy.FAILOVER, NOWHERE));
    }

    @Test
    void theFirstOpenOfferIsTaken() {
        assertThat(Placement.choose(ALL, o -> o.place().region().equals("west")))
                .contains(WEST);
        assertThat(Placement.choose(ALL, _ -> false)).isEmpty();
    }

    private static List<Offer> rank(Strategy strategy, Place lost) {
        return Placement.rank(free(), List.of(ALL), strategy, lost);
    }

    private static Demand free() {
        return new Demand(1, List.of(choice("", "")), false);
    }

    private static Demand.Choice choice(String provider, String region) {
        return new Demand.Choice(
                new Place(provider, region, ""),
                Quantity.ANY,
                Quantity.ANY,
                "",
                0,
                "",
                Demand.Spot.YES,
                Double.POSITIVE_INFINITY);
    }

    private static Offer offer(String provider, String region, String type, double price) {
        return new Offer(new Place(provider, region, ""), type, true, price);
    }
}
