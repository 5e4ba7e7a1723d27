package dev.outlast.controller.access;

import java.util.List;
import java.util.Objects;

/// Keeps who changed what. Returns at once and never fails: what could not be kept is told elsewhere.
@FunctionalInterface
public interface Audit {
    Audit NONE = _ -> {};

    void write(Deed deed);

    /// One request that was to change something. It holds nothing of what a body said but what is named here.
    ///
    /// @param says whose it is by its own words, empty where those do not count
    /// @param from address it came from
    /// @param did method and path, without the query
    /// @param jobs that it was about, or made
    /// @param about what else it was about, empty for nothing
    /// @param result what became of it
    record Deed(Identity who, String says, String from, String did, List<Long> jobs, String about, String result) {
        public Deed {
            Objects.requireNonNull(who);
            Objects.requireNonNull(says);
            Objects.requireNonNull(from);
            Objects.requireNonNull(did);
            jobs = List.copyOf(jobs);
            Objects.requireNonNull(about);
            Objects.requireNonNull(result);
        }
    }
}
