package dev.outlast.controller.api;

import dev.outlast.core.spi.Inventory;
import java.util.List;
import java.util.Objects;

/// The accelerators that one provider tells of.
///
/// @param told whether it can tell at all
public record InventoryView(String provider, boolean told, List<Inventory.Shelf> shelves) {
    public InventoryView {
        Objects.requireNonNull(provider);
        shelves = List.copyOf(shelves);
    }
}
