package dev.outlast.controller.leader;

/// The lease as it was seen once.
///
/// @param holder empty when nobody is elected
/// @param term raised by every election
/// @param renewals raised by every renewal
/// @param durationMillis the holder's
/// @param session that the holder named last, by its backend's number
/// @param lockHeld whether that session holds the advisory lock
record LeaseRow(String holder, long term, long renewals, long durationMillis, long session, boolean lockHeld) {
    boolean isFree() {
        return holder.isEmpty();
    }

    boolean isSame(LeaseRow other) {
        return term == other.term && renewals == other.renewals;
    }
}
