package dev.outlast.controller.api;

import java.net.URI;
import java.util.Objects;

/// Who leads, as one controller sees it.
public sealed interface Seat {
    /// This controller leads.
    record Here() implements Seat {}

    /// Another one does.
    ///
    /// @param leader where its door is, such as `http://10.0.0.1:46800`
    /// @param epoch since which it leads: the same address again may be another process
    record There(URI leader, long epoch) implements Seat {
        public There {
            Objects.requireNonNull(leader);
        }
    }

    /// Nobody that is known.
    record Vacant() implements Seat {}
}
