package dev.outlast.controller.codec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.outlast.controller.lifecycle.JobState;
import java.util.Optional;

/// The stored form of a job's state.
///
/// JSON with a short stable tag (`is`) on every variant. Times are RFC 3339 with nanoseconds, durations are
/// nanoseconds; both come back exactly. A version that meets members it does not know keeps them, so that two
/// versions
/// can run together; a variant it does not know makes the state undecodable, and `feature_level` keeps newer
/// versions
/// from writing such variants too early.
public final class StateCodec {
    /// Up to which `feature_level` of the leader row this version knows every variant.
    public static final int FEATURE_LEVEL = 1;

    /// Raised only when an older version could no longer read what is written.
    static final int FORMAT = 1;

    private StateCodec() {}

    public static String encode(JobState state) {
        return Json.text(out -> new StateWriter(out).job(state));
    }

    /// Encodes with what a newer version had added, as far as it still belongs to this state: members of the job,
    /// its
    /// tasks and their ledgers stay; those of a phase or a value stay as long as it is the same one.
    public static String encode(JobState state, Unknown unknown) {
        if (unknown.original().isEmpty()) {
            return encode(state);
        }
        try {
            var fresh = (ObjectNode) Json.tree(encode(state));
            UnknownMembers.keep(unknown.original().get(), fresh);
            return Json.text(fresh);
        } catch (UndecodableState impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// @throws UndecodableState for anything that [#encode] of this version, or of one with the same tags, did
    /// not make
    public static Decoded decode(String text) throws UndecodableState {
        var tree = Json.tree(text);
        var unknowns = new Members.Unknowns();
        var state = Members.root("state", tree, unknowns, StateReader::job);
        return new Decoded(state, unknowns.seen() ? new Unknown(Optional.of(tree)) : Unknown.NONE);
    }
}
