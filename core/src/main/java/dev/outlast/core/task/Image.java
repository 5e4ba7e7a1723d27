package dev.outlast.core.task;

import java.util.Map;

/// The machine or container image to start from.
public sealed interface Image {
    /// The provider's default.
    record Default() implements Image {}

    /// The same everywhere; `docker:NAME` is a container image.
    record Everywhere(String id) implements Image {}

    /// One per region.
    record ByRegion(Map<String, String> ids) implements Image {
        public ByRegion {
            ids = OrderedCopy.of(ids);
        }
    }

    Image DEFAULT = new Default();
}
