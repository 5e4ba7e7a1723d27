package dev.outlast.controller.leader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outlast.core.spi.Leadership;
import dev.outlast.testkit.leader.LeadershipContract;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

/// The election by Lease, over a Lease in memory. The same on an API server: `KubernetesLeaseTest`.
class KubernetesLeadershipTest extends LeadershipContract {
    private static final LeaseTimes FAST =
            new LeaseTimes(Duration.ofSeconds(1), Duration.ofMillis(700), Duration.ofMillis(40));
    private static final LeaseTimes LONG =
            new LeaseTimes(Duration.ofSeconds(600), Duration.ofSeconds(500), Duration.ofMillis(40));

    private final MemoryLease lease = new MemoryLease();

    @Override
    protected Leadership contender(String name) {
        return contender(name, lease.view(), FAST, System::nanoTime, InstantSource.system());
    }

    private static Leadership contender(
            String name, LeaseObject view, LeaseTimes times, LongSupplier nanos, InstantSource wall) {
        return new KubernetesLeadership(view, times, name, nanos, wall);
    }

    @Test
    void aLeaseThatIsRenewedIsNotTakenHoweverLongItLasts() throws Exception {
        try (var a = contender("a");
                var b = contender("b")) {
            var first = a.awaitElection();
            var second = waiting(b);
            var begun = lease.current().orElseThrow().version();
            await().until(() ->
                    Integer.parseInt(lease.current().orElseThrow().version()) > Integer.parseInt(begun) + 40);
            assertThat(second).isNotDone();
            assertThat(first.stands()).isTrue();
            assertThat(lease.current().orElseThrow().holder()).isEqualTo("a");
        }
    }

    @Test
    void whoCannotRenewStopsBeforeAnotherIsElected() throws Exception {
        var cut = lease.view();
        try (var a = contender("a", cut, FAST, System::nanoTime, InstantSource.system());
                var b = contender("b")) {
            var first = a.awaitElection();
            var second = waiting(b);
            cut.isAway = true;
            assertThat(second.get(20, TimeUnit.SECONDS).stands()).isTrue();
            assertThat(first.stands()).isFalse();
            // When it sees the Lease again it knows that it was not merely late.
            cut.isAway = false;
            assertThat(waiting(a)).isNotDone();
            assertThat(lease.current().orElseThrow().holder()).isEqualTo("b");
            assertThat(first.stands()).isFalse();
        }
    }

    @Test
    void anApiServerThatWasAwayForAllCostsNoLeader() throws Exception {
        var cut = lease.view();
        var ahead = new AtomicLong();
        try (var a = contender("a", cut, LONG, ahead::get, () -> Instant.EPOCH)) {
            var first = a.awaitElection();
            cut.isAway = true;
            ahead.set(Duration.ofMinutes(9).toNanos());
            assertThat(first.stands()).isFalse();
            cut.isAway = false;
            await().until(first::stands);
        }
    }

    @Test
    void onlyOurOwnClockSaysThatALeaseIsOver() throws Exception {
        var claim = new LeaseObject.Claim("gone", 4, Duration.ofMinutes(10), true);
        var _ = lease.edit("gone", 4, claim);
        var ahead = new AtomicLong();
        var wallAhead = new AtomicLong(Duration.ofDays(300).toMillis());
        try (var b = contender("b", lease.view(), LONG, ahead::get, () -> Instant.EPOCH.plusMillis(wallAhead.get()))) {
            var waits = waiting(b);
            await().during(Duration.ofMillis(300)).until(() -> !waits.isDone());
            ahead.set(Duration.ofSeconds(601).toNanos());
            assertThat(waits.get(20, TimeUnit.SECONDS).stands()).isTrue();
            assertThat(lease.current().orElseThrow().transitions()).isEqualTo(5);
        }
    }

    @Test
    void aLeaseStandsNoLongerThanItsDeadlineByEitherClock() throws Exception {
        var ahead = new AtomicLong();
        var wallAhead = new AtomicLong();
        var view = lease.view();
        try (var a = contender("a", view, LONG, ahead::get, () -> Instant.EPOCH.plusMillis(wallAhead.get()))) {
            var term = a.awaitElection();
            view.isAway = true;
            ahead.set(Duration.ofSeconds(501).toNanos());
            assertThat(term.stands()).isFalse();
            ahead.set(0);
            wallAhead.set(Duration.ofSeconds(501).toMillis());
            assertThat(term.stands()).isFalse();
        }
    }

    @Test
    void anAnswerThatIsLostElectsNobodyElse() throws Exception {
        var lossy = lease.view();
        lossy.losesAnswers = true;
        try (var a = contender("a", lossy, FAST, System::nanoTime, InstantSource.system());
                var b = contender("b")) {
            var first = waiting(a);
            await().until(() -> lease.current().isPresent());
            var second = waiting(b);
            lossy.losesAnswers = false;
            var term = first.get(20, TimeUnit.SECONDS);
            assertThat(term.stands()).isTrue();
            assertThat(second).isNotDone();
            lossy.losesAnswers = true;
            var seen = lease.current().orElseThrow().version();
            await().until(() -> !lease.current().orElseThrow().version().equals(seen));
            lossy.losesAnswers = false;
            await().during(Duration.ofMillis(200)).until(term::stands);
        }
    }

    @Test
    void whoPutsALabelOnItHasNotTakenIt() throws Exception {
        try (var a = contender("a")) {
            var term = a.awaitElection();
            var seen = lease.current().orElseThrow();
            var edited = lease.edit("a", seen.transitions(), new LeaseObject.Claim("a", 0, seen.duration(), false));
            await().until(() -> !lease.current().equals(edited));
            assertThat(term.stands()).isTrue();
            assertThat(lease.current().orElseThrow().holder()).isEqualTo("a");
        }
    }

    @Test
    void whoRemovesItHasElectedNobody() throws Exception {
        try (var a = contender("a")) {
            var term = a.awaitElection();
            lease.remove();
            await().until(() -> lease.current().isPresent());
            assertThat(term.stands()).isTrue();
            assertThat(lease.current().orElseThrow().holder()).isEqualTo("a");
        }
    }

    @Test
    void whoWritesAnotherNameInItHasElectedThem() throws Exception {
        try (var a = contender("a")) {
            var term = a.awaitElection();
            var _ = lease.edit("person", 9, new LeaseObject.Claim("person", 9, Duration.ofSeconds(1), true));
            await().until(() -> !term.stands());
            assertThat(lease.current().orElseThrow().holder()).isEqualTo("person");
            // Nobody of that name renews it.
            assertThat(a.awaitElection().stands()).isTrue();
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
}
