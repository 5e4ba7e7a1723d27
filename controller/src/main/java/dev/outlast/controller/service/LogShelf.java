package dev.outlast.controller.service;

import dev.outlast.controller.effects.LogsBeyond;
import dev.outlast.controller.effects.ShelvedLogs;
import dev.outlast.logs.LogTree;
import dev.outlast.logs.pump.WatchHub;
import dev.outlast.logs.quota.Quota;
import java.util.Objects;
import java.util.Optional;

/// The installation's job logs: where they lie, their bound, and who follows them.
///
/// @param shelved where they go beyond this disk; empty when it is the only one, or one that all controllers see
record LogShelf(LogTree tree, Quota quota, WatchHub hub, Optional<ShelvedLogs> shelved) {
    LogShelf {
        Objects.requireNonNull(tree);
        Objects.requireNonNull(quota);
        Objects.requireNonNull(hub);
        Objects.requireNonNull(shelved);
    }

    LogShelf(LogTree tree, Quota quota, WatchHub hub) {
        this(tree, quota, hub, Optional.empty());
    }

    LogsBeyond beyond() {
        return shelved.<LogsBeyond>map(logs -> logs).orElse(LogsBeyond.NONE);
    }
}
