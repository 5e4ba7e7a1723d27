package dev.outlast.controller.store;

import dev.outlast.core.access.Role;
import dev.outlast.core.access.TokenRow;
import dev.outlast.core.spi.AccessStore;
import dev.outlast.core.store.StoreException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/// The tokens, in whatever database the store is: plain SQL on the connections of the store.
public final class TokenTable implements AccessStore {
    private static final String COLUMNS =
            "id, sha256, user_name, role, created_at, created_by, expires_at, revoked_at, last_used_at";
    /// Changes nothing, and locks the row until the transaction ends: who is not the leader finds no row.
    static final String FENCE = "UPDATE leader SET epoch = epoch WHERE id = 1 AND epoch = ?";

    private static final String ADD = "INSERT INTO tokens (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String REVOKE = "UPDATE tokens SET revoked_at = coalesce(revoked_at, ?) WHERE id = ?";
    private static final String USED =
            "UPDATE tokens SET last_used_at = ? WHERE id = ?" + " AND (last_used_at IS NULL OR last_used_at < ?)";
    private static final String FORGET = "DELETE FROM tokens WHERE coalesce(revoked_at, expires_at) < ?";

    private final Connections connections;

    /// How a store lends its connections.
    public interface Connections {
        <T> T read(String doing, Function<Handle, T> query) throws StoreException;

        /// All of `work` in one transaction, or nothing of it.
        <T> T transaction(String doing, Function<Handle, T> work) throws StoreException;
    }

    public TokenTable(Connections connections) {
        this.connections = connections;
    }

    @Override
    public List<TokenRow> tokens() throws StoreException {
        return connections.read(
                "list tokens",
                handle -> handle.createQuery("SELECT " + COLUMNS + " FROM tokens ORDER BY created_at, id")
                        .map((row, _) -> token(row))
                        .list());
    }

    @Override
    public Optional<TokenRow> token(String id) throws StoreException {
        return connections.read(
                "look for token " + id,
                handle -> handle.createQuery("SELECT " + COLUMNS + " FROM tokens WHERE id = ?")
                        .bind(0, id)
                        .map((row, _) -> token(row))
                        .findOne());
    }

    @Override
    public void add(TokenRow token, long epoch) throws StoreException {
        fenced(
                "add token " + token.id(),
                epoch,
                handle -> handle.execute(
                        ADD,
                        token.id(),
                        token.sha256(),
                        token.user(),
                        token.role().name(),
                        Times.text(token.createdAt()),
                        token.createdBy(),
                        Times.text(token.expiresAt()),
                        Times.text(token.revokedAt()),
                        Times.text(token.lastUsedAt())));
    }

    @Override
    public boolean revoke(String id, Instant at, long epoch) throws StoreException {
        return fenced("revoke token " + id, epoch, handle -> handle.execute(REVOKE, Times.text(at), id)) > 0;
    }

    @Override
    public void used(Map<String, Instant> lastUse, long epoch) throws StoreException {
        fenced("write the last use of tokens", epoch, handle -> {
            int written = 0;
            for (var use : lastUse.entrySet()) {
                var at = Times.text(use.getValue());
                written += handle.execute(USED, at, use.getKey(), at);
            }
            return written;
        });
    }

    @Override
    public int forget(Instant deadBefore, long epoch) throws StoreException {
        return fenced("forget dead tokens", epoch, handle -> handle.execute(FORGET, Times.text(deadBefore)));
    }

    private int fenced(String doing, long epoch, Function<Handle, Integer> work) throws StoreException {
        int changed =
                connections.transaction(doing, handle -> handle.execute(FENCE, epoch) == 0 ? -1 : work.apply(handle));
        if (changed < 0) {
            throw new StoreException(StoreException.Kind.FENCED, doing + ": epoch " + epoch + " does not lead");
        }
        return changed;
    }

    private static TokenRow token(ResultSet row) throws SQLException {
        return new TokenRow(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                Role.valueOf(row.getString(4)),
                Times.instant(row.getString(5)),
                row.getString(6),
                Times.optional(row.getString(7)),
                Times.optional(row.getString(8)),
                Times.optional(row.getString(9)));
    }
}
