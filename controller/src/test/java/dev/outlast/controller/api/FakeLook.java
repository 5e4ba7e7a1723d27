package dev.outlast.controller.api;

import dev.outlast.core.spi.Inventory;
import dev.outlast.core.spi.Rehearsal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// What a controller of straw always sees of itself.
abstract class FakeLook implements ControllerFacade {
    private static final JanitorView LOOK = new JanitorView(
            Optional.of(Instant.EPOCH),
            Duration.ofMinutes(20),
            0,
            List.of(new JanitorView.Provider("local", 4, 1, "")),
            List.of(new JanitorView.Thing(
                    "local", "inst.1/3/0/1", 2, "1 × small", "ENDED", Optional.of(Instant.EPOCH), false)));

    @Override
    public Answer<JanitorView> janitor(boolean now) {
        return new Answer.Done<>(LOOK);
    }

    @Override
    public Answer<UpgradeView> upgrade() {
        var controller = new UpgradeView.Controller("http://127.0.0.1:46800 pid 7 home 1f", "1.0", 1, 3, true);
        return new Answer.Done<>(new UpgradeView(1, 1, List.of(controller)));
    }

    @Override
    public Answer<UpgradeView> completeUpgrade() {
        return upgrade();
    }

    @Override
    public Answer<List<InventoryView>> accelerators() {
        var known = new Inventory.Stock("", "H100", 8, "big", "p5", true, 2, OptionalDouble.of(3), true);
        var unknown = new Inventory.Stock("z", "T4", 1, "", "", false, 1, OptionalDouble.empty(), false);
        return new Answer.Done<>(List.of(
                new InventoryView(
                        "kubernetes",
                        true,
                        List.of(
                                new Inventory.Shelf("prod", List.of(known, unknown), ""),
                                new Inventory.Shelf("spare", List.of(), "context spare: refused"))),
                new InventoryView("other", false, List.of())));
    }

    @Override
    public Answer<List<RehearsalView>> rehearsals() {
        var preempt = new Rehearsal.Verb("preempt", List.of("job", "task", "rank"), "take a job's cluster back");
        var drain = new Rehearsal.Verb("drain", List.of("region"), "no room there");
        return new Answer.Done<>(List.of(new RehearsalView("local", List.of(preempt, drain))));
    }
}
