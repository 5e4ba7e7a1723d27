package dev.outlast.controller.api;

import java.util.List;
import java.util.Objects;

/// How far an upgrade of several controllers is.
///
/// @param featureLevel up to which things may be written
/// @param known what the leader's version knows: to what the level can be raised
/// @param controllers that were seen within the last minutes
public record UpgradeView(int featureLevel, int known, List<Controller> controllers) {
    public UpgradeView {
        controllers = List.copyOf(controllers);
    }

    /// @param secondsAgo when it was seen last
    public record Controller(String name, String version, int featureLevel, long secondsAgo, boolean leads) {
        public Controller {
            Objects.requireNonNull(name);
            Objects.requireNonNull(version);
        }
    }
}
