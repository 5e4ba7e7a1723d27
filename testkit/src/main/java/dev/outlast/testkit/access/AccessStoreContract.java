package dev.outlast.testkit.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outlast.core.access.Role;
import dev.outlast.core.access.TokenRow;
import dev.outlast.core.spi.AccessStore;
import dev.outlast.core.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every store of tokens promises.
public abstract class AccessStoreContract {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00.123456789Z");

    @SuppressWarnings("NullAway.Init")
    private AccessStore store;

    private long epoch;

    /// One without tokens.
    protected abstract AccessStore fresh() throws Exception;

    /// Another controller takes the lead.
    ///
    /// @return its epoch
    protected abstract long takeLead() throws Exception;

    /// The same, as the next process finds it.
    protected abstract AccessStore restarted() throws Exception;

    @BeforeEach
    final void open() throws Exception {
        store = fresh();
        epoch = takeLead();
    }

    private static TokenRow token(String id, Instant at) {
        return new TokenRow(
                id,
                "ab".repeat(32),
                "ann@0123abcd",
                Role.USER,
                at,
                "root",
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void whatIsAddedIsThereAlsoForTheNextProcess() throws Exception {
        assertThat(store.tokens()).isEmpty();
        var later = token("a", NOON.plusNanos(1));
        var all = new TokenRow(
                "b",
                "cd".repeat(32),
                "björn",
                Role.ADMIN,
                NOON,
                "root",
                Optional.of(NOON.plusSeconds(1)),
                Optional.of(NOON.plusSeconds(2)),
                Optional.of(NOON.plusSeconds(3)));
        store.add(later, epoch);
        store.add(all, epoch);

        assertThat(store.tokens()).isEqualTo(List.of(all, later));
        assertThat(store.token(all.id())).contains(all);
        assertThat(store.token("nothere234")).isEmpty();
        assertThat(restarted().tokens()).isEqualTo(List.of(all, later));
    }

    @Test
    void anIdIsGivenOnce() throws Exception {
        store.add(token("a", NOON), epoch);

        assertThatIllegalArgumentException().isThrownBy(() -> store.add(token("a", NOON.plusSeconds(1)), epoch));
        assertThat(store.tokens()).isEqualTo(List.of(token("a", NOON)));
        store.add(token("b", NOON), epoch);
    }

    @Test
    void theFirstRevokeCounts() throws Exception {
        store.add(token("a", NOON), epoch);

        assertThat(store.revoke("a", NOON.plusSeconds(5), epoch)).isTrue();
        assertThat(store.revoke("a", NOON.plusSeconds(9), epoch)).isTrue();
        assertThat(store.revoke("none", NOON, epoch)).isFalse();
        assertThat(store.tokens()).isEqualTo(List.of(token("a", NOON).revoked(NOON.plusSeconds(5))));
    }

    @Test
    void theLastUseNeverGoesBack() throws Exception {
        store.add(token("a", NOON), epoch);
        store.add(token("b", NOON), epoch);

        store.used(Map.of(), epoch);
        store.used(Map.of("a", NOON.plusSeconds(9), "gone", NOON), epoch);
        store.used(Map.of("a", NOON.plusSeconds(5)), epoch);

        assertThat(store.tokens()).isEqualTo(List.of(token("a", NOON).used(NOON.plusSeconds(9)), token("b", NOON)));
    }

    @Test
    void theDeadAreForgottenTheLivingAreNot() throws Exception {
        store.add(token("living", NOON), epoch);
        store.add(token("revoked", NOON), epoch);
        store.add(token("lately", NOON), epoch);
        store.add(
                new TokenRow(
                        "expired",
                        "ef".repeat(32),
                        "ann",
                        Role.VIEWER,
                        NOON,
                        "root",
                        Optional.of(NOON.plusSeconds(1)),
                        Optional.empty(),
                        Optional.empty()),
                epoch);
        store.revoke("revoked", NOON.plusSeconds(2), epoch);
        store.revoke("lately", NOON.plus(Duration.ofDays(2)), epoch);

        assertThat(store.forget(NOON.plus(Duration.ofDays(1)), epoch)).isEqualTo(2);
        assertThat(store.tokens()).extracting(TokenRow::id).containsExactlyInAnyOrder("living", "lately");
    }

    @Test
    void whoLostTheLeadChangesNothing() throws Exception {
        store.add(token("a", NOON), epoch);
        var before = store.tokens();
        takeLead();

        fenced(() -> store.add(token("b", NOON), epoch));
        fenced(() -> store.revoke("a", NOON, epoch));
        fenced(() -> store.used(Map.of("a", NOON), epoch));
        fenced(() -> store.forget(NOON.plus(Duration.ofDays(1)), epoch));
        assertThat(store.tokens()).isEqualTo(before);
    }

    private interface Write {
        void run() throws StoreException;
    }

    private static void fenced(Write write) {
        assertThatThrownBy(write::run)
                .isInstanceOfSatisfying(
                        StoreException.class,
                        refused -> assertThat(refused.kind()).isEqualTo(StoreException.Kind.FENCED));
    }
}
