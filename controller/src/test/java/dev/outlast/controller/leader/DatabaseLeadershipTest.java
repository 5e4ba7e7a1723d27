package dev.outlast.controller.leader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outlast.controller.store.PostgresConnections;
import dev.outlast.controller.store.PostgresSettings;
import dev.outlast.controller.store.PostgresStore;
import dev.outlast.core.spi.Leadership;
import dev.outlast.testkit.leader.LeadershipContract;
import dev.outlast.testkit.postgres.LocalPostgres;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf(
        value = "dev.outlast.testkit.postgres.LocalPostgres#isInstalled",
        disabledReason = "it needs PostgreSQL: apt install postgresql")
class DatabaseLeadershipTest extends LeadershipContract {
    private static final LocalPostgres SERVER = LocalPostgres.shared();
    private static final LeaseSettings SHORT = new LeaseSettings(Duration.ofMillis(1_500));

    private String url = "";
    private String database = "";

    @BeforeEach
    void makeTables() throws Exception {
        url = SERVER.database();
        database = url.replaceFirst(".*/", "").replaceFirst("\\?.*", "");
        PostgresStore.open(settings(), new Random(1)).close();
    }

    @Override
    protected Leadership contender(String name) {
        return contender(name, LeaseSettings.DEFAULT, System::nanoTime, InstantSource.system());
    }

    private Leadership contender(
            String name, LeaseSettings lease, java.util.function.LongSupplier nanos, InstantSource wall) {
        return new DatabaseLeadership(new PostgresConnections(settings()), lease, name, nanos, wall);
    }

    private PostgresSettings settings() {
        return new PostgresSettings(url, "", Optional.empty());
    }

    @Test
    void aLeaseThatIsRenewedIsNotTakenHoweverLongItLasts() throws Exception {
        try (var a = contender("a", SHORT, System::nanoTime, InstantSource.system());
                var b = contender("b", SHORT, System::nanoTime, InstantSource.system())) {
            var first = a.awaitElection();
            var second = waiting(b);
            await().during(Duration.ofSeconds(4)).atMost(Duration.ofSeconds(5)).until(() -> first.stands());
            assertThat(second).isNotDone();
            assertThat(SERVER.sql(database, "SELECT holder, term FROM lease")).isEqualTo("a|1");
        }
    }

    @Test
    void theEndOfTheLeadersSessionIsNoticedAtOnce() throws Exception {
        try (var a = contender("a");
                var b = contender("b")) {
            var first = a.awaitElection();
            var second = waiting(b);
            awaitWaiting();
            var begin = System.nanoTime();
            SERVER.sql(database, """
                    SELECT pg_terminate_backend(backend_pid) FROM lease""");
            assertThat(second.get(10, TimeUnit.SECONDS).stands()).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(4));
            await().atMost(Duration.ofSeconds(5)).until(() -> !first.stands());
        }
    }

    /// A process that is stopped, not ended: its session stays, and so does its lock.
    @Test
    void aLeaderThatDoesNotRenewLosesTheLeaseToWhoWaits() throws Exception {
        var stopped = new LeaseSession(new PostgresConnections(settings()));
        assertThat(stopped.take(stopped.look(), "stopped", 1_500)).isTrue();
        assertThat(stopped.tryLock()).isTrue();
        try (var b = contender("b", SHORT, System::nanoTime, InstantSource.system());
                var c = contender("c", SHORT, System::nanoTime, InstantSource.system())) {
            var begin = System.nanoTime();
            var second = waiting(b).get(20, TimeUnit.SECONDS);
            assertThat(second.stands()).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(1_400));
            // The lock is the new leader's: who waits next waits for it.
            var third = waiting(c);
            awaitWaiting();
            assertThat(third).isNotDone();
            second.resign();
            assertThat(third.get(10, TimeUnit.SECONDS).stands()).isTrue();
        } finally {
            stopped.abort();
        }
    }

    @Test
    void aLeaseStandsNoLongerThanItsDeadlineByEitherClock() throws Exception {
        var ahead = new AtomicLong();
        var wallAhead = new AtomicLong();
        var lease = new LeaseSettings(Duration.ofMinutes(10));
        try (var a =
                contender("a", lease, () -> ahead.get() * 1_000_000, () -> Instant.EPOCH.plusMillis(wallAhead.get()))) {
            var term = a.awaitElection();
            ahead.set(Duration.ofMinutes(7).toMillis());
            assertThat(term.stands()).isTrue();
            ahead.set(Duration.ofMinutes(8).toMillis());
            assertThat(term.stands()).isFalse();
            ahead.set(0);
            wallAhead.set(Duration.ofMinutes(8).toMillis());
            assertThat(term.stands()).isFalse();
            // A clock that was set back proves nothing.
            wallAhead.set(-Duration.ofHours(1).toMillis());
            assertThat(term.stands()).isTrue();
        }
    }

    private static CompletableFuture<Leadership.Term> waiting(Leadership contender) {
        var elected = new CompletableFuture<Leadership.Term>();
        Thread.ofVirtual().start(() -> {
            try {
                elected.complete(contender.awaitElection());
            } catch (InterruptedException | RuntimeException e) {
                elected.completeExceptionally(e);
            }
        });
        return elected;
    }

    private void awaitWaiting() {
        await().until(() -> SERVER.sql(
                        database, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
                .equals("1"));
    }
}
