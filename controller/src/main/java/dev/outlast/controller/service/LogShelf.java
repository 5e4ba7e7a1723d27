package dev.outlast.controller.service;

import dev.outlast.logs.LogTree;
import dev.outlast.logs.pump.WatchHub;
import dev.outlast.logs.quota.Quota;
import java.util.Objects;

/// The installation's job logs: where they lie, their bound, and who follows them.
record LogShelf(LogTree tree, Quota quota, WatchHub hub) {
    LogShelf {
        Objects.requireNonNull(tree);
        Objects.requireNonNull(quota);
        Objects.requireNonNull(hub);
    }
}
