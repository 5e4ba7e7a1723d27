package dev.outlast.controller.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outlast.core.cluster.Demand;
import dev.outlast.core.cluster.Demand.Choice;
import dev.outlast.core.cluster.Demand.Spot;
import dev.outlast.core.cluster.Place;
import dev.outlast.core.cluster.Quantity;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordsTest {
    private static final Choice ANYTHING =
            new Choice(new Place("", "", ""), Quantity.ANY, Quantity.ANY, "", 0, "", Spot.NO, Double.POSITIVE_INFINITY);

    @Test
    void aDemandIsNamedByWhatItAsksFor() {
        assertThat(Words.demand(new Demand(1, List.of(ANYTHING), false))).isEqualTo("any place, on-demand");
        var picky = new Choice(
                new Place("aws", "us-east-1", ""),
                new Quantity(8, true),
                new Quantity(32.5, false),
                "H100",
                0.5,
                "p5",
                Spot.YES,
                1.25);
        assertThat(Words.demand(new Demand(2, List.of(picky, ANYTHING, ANYTHING), true)))
                .isEqualTo("2 nodes of aws/us-east-1, p5, 8+ CPUs, 32.5 GiB, H100:0.5, spot, at most $1.25/h"
                        + " or any place, on-demand");
    }
}
