package dev.outlast.provider.local;

import dev.outlast.core.cluster.Demand;
import dev.outlast.core.cluster.Offer;
import dev.outlast.core.cluster.OfferKey;
import dev.outlast.core.cluster.Place;
import dev.outlast.core.spi.Inventory.Shelf;
import dev.outlast.core.spi.Inventory.Stock;
import dev.outlast.provider.local.LocalConfig.NodeType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// All that the local launcher sells, priced once.
final class Catalog {
    /// @param capacity of the zone, in nodes
    record Item(Offer offer, NodeType type, int capacity) {}

    private static final int REMEMBERED = 256;

    private final Map<OfferKey, Item> items = new LinkedHashMap<>();
    /// Thousands of jobs ask for the same; what is sold never changes.
    private final Map<Demand, List<Offer>> asked = new ConcurrentHashMap<>();

    Catalog(String provider, LocalConfig config) {
        for (var region : config.regions()) {
            for (var zone : region.zones()) {
                var place = new Place(provider, region.name(), zone.name());
                for (var type : config.types()) {
                    add(new Offer(place, type.name(), false, price(type.price(), region)), type, zone);
                    type.spotPrice()
                            .ifPresent(
                                    spot -> add(new Offer(place, type.name(), true, price(spot, region)), type, zone));
                }
            }
        }
    }

    private void add(Offer offer, NodeType type, LocalConfig.Zone zone) {
        items.put(offer.key(), new Item(offer, type, zone.capacity()));
    }

    private static double price(double price, LocalConfig.Region region) {
        return Math.round(price * region.priceFactor() * 1e6) / 1e6;
    }

    List<Offer> offers(Demand demand) {
        var known = asked.get(demand);
        if (known != null) {
            return known;
        }
        var found = List.copyOf(look(demand));
        if (asked.size() >= REMEMBERED) {
            asked.clear();
        }
        asked.put(demand, found);
        return found;
    }

    private List<Offer> look(Demand demand) {
        var found = new ArrayList<Offer>();
        for (var item : items.values()) {
            if (item.capacity() >= demand.nodes()
                    && demand.choices().stream().anyMatch(choice -> isFor(item, choice))) {
                found.add(item.offer());
            }
        }
        return found;
    }

    private static boolean isFor(Item item, Demand.Choice choice) {
        return (!item.type().hollow() || !choice.instanceType().isEmpty())
                && item.type().shape().meets(choice, item.offer());
    }

    /// @param taken how many nodes of a zone are somebody's, if that is known
    List<Shelf> shelves(Function<Place, OptionalInt> taken) {
        var shelves = new LinkedHashMap<String, List<Stock>>();
        for (var item : items.values()) {
            var shape = item.type().shape();
            var place = item.offer().place();
            var stocks = shelves.computeIfAbsent(place.region(), _ -> new ArrayList<>());
            if (!shape.accelerator().isEmpty()) {
                var used = taken.apply(place);
                var free = used.isPresent()
                        ? OptionalDouble.of(Math.max(0, item.capacity() - used.getAsInt()) * shape.acceleratorCount())
                        : OptionalDouble.empty();
                stocks.add(new Stock(
                        place.zone(),
                        shape.accelerator(),
                        shape.acceleratorCount(),
                        "",
                        item.offer().instanceType(),
                        item.offer().spot(),
                        item.capacity(),
                        free,
                        false));
            }
        }
        return shelves.entrySet().stream()
                .map(shelf -> new Shelf(shelf.getKey(), shelf.getValue(), ""))
                .toList();
    }

    Optional<Item> find(OfferKey key) {
        return Optional.ofNullable(items.get(key));
    }

    boolean hasRegion(String region) {
        return items.keySet().stream().anyMatch(key -> key.place().region().equals(region));
    }
}
