package dev.outlast.controller.api;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What the janitor of straw always sees.
final class FakeLook {
    static final JanitorView LOOK = new JanitorView(
            Optional.of(Instant.EPOCH),
            Duration.ofMinutes(20),
            0,
            List.of(new JanitorView.Provider("local", 4, 1, "")),
            List.of(new JanitorView.Thing(
                    "local", "inst.1/3/0/1", 2, "1 × small", "ENDED", Optional.of(Instant.EPOCH), false)));

    private FakeLook() {}
}
