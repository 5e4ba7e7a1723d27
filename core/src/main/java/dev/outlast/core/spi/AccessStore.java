package dev.outlast.core.spi;

import dev.outlast.core.access.TokenRow;
import dev.outlast.core.store.StoreException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The tokens of an installation, beside its jobs and under the same fence: a write takes effect only while the epoch
/// it carries is the leader's.
///
/// Contract suite: `AccessStoreContract` in `testkit`. Thread-safe. Every method may throw [StoreException] with
/// UNKNOWN when the store is away; writes throw FENCED when another epoch leads, and have done nothing then.
public interface AccessStore {

    /// All that are kept, dead ones too, in the order in which they were made.
    List<TokenRow> tokens() throws StoreException;

    /// The one of this id, dead or not.
    Optional<TokenRow> token(String id) throws StoreException;

    /// @throws IllegalArgumentException there is one of this id already
    void add(TokenRow token, long epoch) throws StoreException;

    /// From then on it opens nothing. The first time counts.
    ///
    /// @return whether there is such a token
    boolean revoke(String id, Instant at, long epoch) throws StoreException;

    /// Writes when tokens were used last; it never goes back. Those that are not kept any more are passed over.
    void used(Map<String, Instant> lastUse, long epoch) throws StoreException;

    /// Removes those that were revoked, or expired, before then.
    ///
    /// @return how many
    int forget(Instant deadBefore, long epoch) throws StoreException;
}
