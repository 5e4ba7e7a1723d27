package dev.outlast.provider.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outlast.core.cluster.Demand;
import dev.outlast.core.cluster.Offer;
import dev.outlast.core.cluster.Place;
import dev.outlast.core.cluster.Quantity;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CatalogTest {
    private static final Place ANYWHERE = new Place("", "", "");

    private final Catalog catalog = new Catalog("local", LocalConfig.of(Map.of()));

    @Test
    void anUnspecificWishIsMetByPlainNodesOnly() {
        var offers = catalog.offers(wish(1, ANYWHERE, Quantity.ANY, "", 0, "", Demand.Spot.NO, 1e9));

        assertThat(offers)
                .extracting(Offer::instanceType)
                .containsOnly("local.small", "local.medium", "local.large", "local.xlarge");
        assertThat(offers).extracting(offer -> offer.place().region()).containsOnly("east", "west", "north");
        assertThat(offers).noneMatch(Offer::spot);
        var cheapest = offers.stream().min(Comparator.comparingDouble(Offer::pricePerHour));
        assertThat(cheapest.orElseThrow().place().region()).isEqualTo("north");
    }

    @Test
    void acceleratorsAreMetExactly() {
        var eight = catalog.offers(wish(1, ANYWHERE, Quantity.ANY, "a100", 8, "", Demand.Spot.YES, 1e9));

        assertThat(eight).isNotEmpty().allMatch(Offer::spot);
        assertThat(eight).extracting(Offer::instanceType).containsOnly("local.a100x8");
        assertThat(catalog.offers(wish(1, ANYWHERE, Quantity.ANY, "A100", 3, "", Demand.Spot.NO, 1e9)))
                .isEmpty();
    }

    @Test
    void hollowNodesComeOnlyByName() {
        var hollow = catalog.offers(wish(1, ANYWHERE, Quantity.ANY, "", 0, "local.hollow", Demand.Spot.NO, 1e9));

        assertThat(hollow).extracting(Offer::instanceType).containsOnly("local.hollow");
    }

    @Test
    void ceilingsAndPinsHold() {
        var pinned = new Place("local", "west", "b");

        assertThat(catalog.offers(wish(1, pinned, new Quantity(2, true), "", 0, "", Demand.Spot.NO, 0.05)))
                .singleElement()
                .satisfies(offer -> assertThat(offer.place()).isEqualTo(pinned))
                .satisfies(offer -> assertThat(offer.instanceType()).isEqualTo("local.medium"));
        assertThat(catalog.offers(wish(1, new Place("aws", "", ""), Quantity.ANY, "", 0, "", Demand.Spot.NO, 1e9)))
                .isEmpty();
        assertThat(catalog.offers(wish(10_001, ANYWHERE, Quantity.ANY, "", 0, "", Demand.Spot.NO, 1e9)))
                .as("no zone could ever hold so many")
                .isEmpty();
    }

    private static Demand wish(
            int nodes,
            Place where,
            Quantity cpus,
            String accelerator,
            double count,
            String type,
            Demand.Spot spot,
            double ceiling) {
        return new Demand(
                nodes,
                List.of(new Demand.Choice(where, cpus, Quantity.ANY, accelerator, count, type, spot, ceiling)),
                false);
    }
}
