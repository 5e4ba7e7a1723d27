package dev.outlast.core.spi;

import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/// Optional power of a [Launcher]: which accelerators there are, for people who look before they ask. It is a picture
/// of
/// one moment and promises nothing; only a launch knows.
public interface Inventory {
    /// One shelf for each region, in a fixed order. A region that cannot be asked now says why, and hides no other.
    List<Shelf> accelerators();

    /// @param problem why it could not be told; empty when it was, and then `stocks` is all there is
    record Shelf(String region, List<Stock> stocks, String problem) {
        public Shelf {
            Objects.requireNonNull(region);
            Objects.requireNonNull(problem);
            stocks = List.copyOf(stocks);
        }
    }

    /// Nodes that are alike.
    ///
    /// @param zone empty where there are none
    /// @param accelerator the name a task asks for
    /// @param perNode how many a node has
    /// @param pool of nodes, empty where there are none
    /// @param instanceType empty where it is not known
    /// @param nodes how many there are now, also those that take nothing now
    /// @param free how many a job could have now; empty where that is not known
    /// @param autoscaled whether more nodes are made when they are asked for
    record Stock(
            String zone,
            String accelerator,
            double perNode,
            String pool,
            String instanceType,
            boolean spot,
            int nodes,
            OptionalDouble free,
            boolean autoscaled) {
        public Stock {
            Objects.requireNonNull(zone);
            Objects.requireNonNull(pool);
            Objects.requireNonNull(instanceType);
            if (accelerator.isEmpty() || !(perNode > 0) || nodes < 0) {
                throw new IllegalArgumentException(perNode + " × '" + accelerator + "' on " + nodes + " nodes");
            }
        }

        public double total() {
            return perNode * nodes;
        }
    }
}
