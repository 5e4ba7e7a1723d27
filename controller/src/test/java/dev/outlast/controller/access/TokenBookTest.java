package dev.outlast.controller.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outlast.core.access.Role;
import dev.outlast.core.access.TokenRow;
import dev.outlast.core.store.StoreException;
import dev.outlast.testkit.access.InMemoryAccess;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class TokenBookTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private final AtomicLong epoch = new AtomicLong(3);
    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private final InMemoryAccess store = new InMemoryAccess(epoch::get);
    private final TokenBook book = book(3);

    private TokenBook book(long mine) {
        try {
            return new TokenBook(store, () -> mine, now::get, new Random(7));
        } catch (StoreException away) {
            throw new IllegalStateException(away);
        }
    }

    private TokenBook.Issued issue(Role role, Duration lasts) throws Exception {
        return book.issue("ann@0123abcd", role, Optional.of(lasts), "root");
    }

    @Test
    void aTokenOpensAsWhatItWasMadeFor() throws Exception {
        var made = issue(Role.USER, Duration.ofDays(1));

        assertThat(made.text()).matches("ol_[a-z2-7]{10}_[0-9a-f]{64}");
        assertThat(book.look(made.text()))
                .isEqualTo(new Verdict.Known(
                        Identity.of("ann@0123abcd", Role.USER, made.row().id())));
    }

    @Test
    void whatIsKeptIsNoToken() throws Exception {
        var made = issue(Role.USER, Duration.ofDays(1));
        var secret = made.text().substring(made.text().length() - 64);

        assertThat(store.tokens().toString()).doesNotContain(secret);
        assertThat(made.toString()).doesNotContain(secret);
        assertThat(book.look(made.row().sha256())).isEqualTo(new Verdict.Wrong());
    }

    @Test
    void whatIsAlmostATokenIsWrong() throws Exception {
        var text = issue(Role.USER, Duration.ofDays(1)).text();

        for (var wrong : new String[] {
            "",
            "ol_",
            text + "0",
            text.substring(1),
            text.replace("ol_", "ol_a"),
            " " + text,
            text.toUpperCase(java.util.Locale.ROOT),
            text.substring(0, text.length() - 1) + (text.endsWith("0") ? "1" : "0")
        }) {
            assertThat(book.look(wrong)).as(wrong).isEqualTo(new Verdict.Wrong());
        }
    }

    @Test
    void itExpires() throws Exception {
        var made = issue(Role.USER, Duration.ofHours(1));
        now.set(NOON.plus(Duration.ofHours(1)).minusNanos(1));
        assertThat(book.look(made.text())).isInstanceOf(Verdict.Known.class);
        now.set(NOON.plus(Duration.ofHours(1)));

        assertThat(book.look(made.text()))
                .isEqualTo(new Verdict.Expired(made.row().id(), NOON.plus(Duration.ofHours(1))));
    }

    @Test
    void itIsRevokedAtOnce() throws Exception {
        var made = issue(Role.USER, Duration.ofHours(1));
        var other = issue(Role.VIEWER, Duration.ofHours(1));

        assertThat(book.revoke(made.row().id()).flatMap(TokenRow::revokedAt)).contains(NOON);
        assertThat(book.revoke("nothere234")).isEmpty();
        assertThat(book.look(made.text()))
                .isEqualTo(new Verdict.Revoked(made.row().id(), NOON));
        assertThat(book.look(other.text())).isInstanceOf(Verdict.Known.class);
        // That it was revoked is told to who has all of it.
        var guess = made.text().substring(0, made.text().length() - 1)
                + (made.text().endsWith("0") ? "1" : "0");
        assertThat(book.look(guess)).isEqualTo(new Verdict.Wrong());
    }

    @Test
    void anotherControllerKnowsItAtOnceAndItsEndAfterARefresh() throws Exception {
        var standby = book(2);
        var made = issue(Role.USER, Duration.ofHours(1));
        assertThat(standby.look(made.text())).isInstanceOf(Verdict.Known.class);

        assertThat(book.revoke(made.row().id())).isPresent();
        standby.refresh();

        assertThat(standby.look(made.text())).isInstanceOf(Verdict.Revoked.class);
    }

    @Test
    void whatCannotBeLookedUpIsNotCalledWrong() throws Exception {
        var standby = book(2);
        var known = issue(Role.USER, Duration.ofHours(1));
        assertThat(standby.look(known.text())).isInstanceOf(Verdict.Known.class);
        var fresh = issue(Role.USER, Duration.ofHours(1));
        store.away(true);
        pass();

        assertThat(standby.look(known.text())).isInstanceOf(Verdict.Known.class);
        assertThat(standby.look(fresh.text())).isEqualTo(new Verdict.Unsure());
    }

    @Test
    void whoeverGuessesDoesNotAskTheStoreEachTime() throws Exception {
        var standby = book(2);
        var guess = "ol_abcdefghij_" + "0".repeat(64);
        var fresh = issue(Role.USER, Duration.ofHours(1));
        assertThat(standby.look(guess)).isEqualTo(new Verdict.Wrong());

        assertThat(standby.look(fresh.text())).as("within the same moment").isEqualTo(new Verdict.Wrong());
        pass();
        assertThat(standby.look(fresh.text())).isInstanceOf(Verdict.Known.class);
    }

    private void pass() {
        now.set(now.get().plusMillis(20));
    }

    @Test
    void onlyTheLeaderMakesAndRevokes() throws Exception {
        var made = issue(Role.USER, Duration.ofHours(1));
        epoch.set(4);

        assertThatThrownBy(() -> issue(Role.USER, Duration.ofHours(1))).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> book.revoke(made.row().id())).isInstanceOf(StoreException.class);
        assertThat(book.look(made.text())).isInstanceOf(Verdict.Known.class);
        assertThat(store.tokens()).hasSize(1);
    }

    @Test
    void aStoreThatIsAwayDoesNotCloseTheDoor() throws Exception {
        var made = issue(Role.USER, Duration.ofHours(1));
        store.away(true);

        assertThat(book.look(made.text())).isInstanceOf(Verdict.Known.class);
    }

    @Test
    void theLastUseIsShownAtOnceAndWrittenLater() throws Exception {
        var made = issue(Role.USER, Duration.ofDays(1));
        assertThat(book.all().getFirst().lastUsedAt()).isEmpty();
        now.set(NOON.plusSeconds(9));
        book.look(made.text());

        assertThat(book.all().getFirst().lastUsedAt()).contains(NOON.plusSeconds(9));
        assertThat(store.tokens().getFirst().lastUsedAt()).isEmpty();
        book.tidy();
        assertThat(store.tokens().getFirst().lastUsedAt()).contains(NOON.plusSeconds(9));
    }

    @Test
    void theLongDeadAreForgotten() throws Exception {
        var made = issue(Role.USER, Duration.ofDays(1));
        now.set(NOON.plus(Duration.ofDays(31)));
        book.tidy();
        assertThat(book.look(made.text())).isInstanceOf(Verdict.Expired.class);
        now.set(NOON.plus(Duration.ofDays(32)));
        book.tidy();

        assertThat(book.look(made.text())).isEqualTo(new Verdict.Wrong());
        assertThat(store.tokens()).isEmpty();
    }
}
