package dev.outlast.controller.effects;

import dev.outlast.core.job.JobId;
import dev.outlast.core.job.Token;
import dev.outlast.core.store.LeaderRow;
import java.util.Optional;

/// The job that made a bucket for itself: `installation.incarnation/job`.
public record BucketOwner(String installation, int incarnation, JobId job) {
    static BucketOwner of(Token token) {
        return new BucketOwner(token.installation(), token.incarnation(), token.job());
    }

    String text() {
        return installation + "." + incarnation + "/" + job;
    }

    /// Empty when it is no [#text()].
    public static Optional<BucketOwner> parse(String text) {
        return Token.parse(text + "/0/1").map(BucketOwner::of);
    }

    /// Whether its number means the same job to this store: one that was restored from a backup gives numbers anew.
    public boolean isOf(LeaderRow leader) {
        return installation.equals(leader.installation()) && incarnation == leader.incarnation();
    }
}
