package dev.outlast.controller.service;

import dev.outlast.controller.api.InventoryView;
import dev.outlast.controller.effects.Launchers;
import dev.outlast.core.spi.Inventory;
import dev.outlast.core.spi.Launcher;
import java.util.Comparator;
import java.util.List;

/// Which accelerators there are, where a launcher tells it.
final class Inventories {
    private final Launchers launchers;

    Inventories(Launchers launchers) {
        this.launchers = launchers;
    }

    List<InventoryView> all() {
        return launchers.all().stream()
                .sorted(Comparator.comparing(Launcher::provider))
                .map(launcher -> launcher instanceof Inventory inventory
                        ? new InventoryView(launcher.provider(), true, inventory.accelerators())
                        : new InventoryView(launcher.provider(), false, List.of()))
                .toList();
    }
}
