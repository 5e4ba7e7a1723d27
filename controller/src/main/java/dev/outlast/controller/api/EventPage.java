package dev.outlast.controller.api;

import dev.outlast.core.store.EventRow;
import java.util.List;

/// @param last whether there will never be anything after these events
public record EventPage(List<EventRow> events, boolean last) {
    public EventPage {
        events = List.copyOf(events);
    }
}
