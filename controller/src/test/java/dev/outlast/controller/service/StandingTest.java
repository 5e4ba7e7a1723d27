package dev.outlast.controller.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outlast.controller.api.Seat;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class StandingTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    private Path directory;

    private Ground ground;
    private Standing standing;

    @BeforeEach
    void prepare() throws Exception {
        ground = new Ground(directory);
        standing = new Standing(ground.store());
    }

    @Test
    void nobodyIsKnownBeforeTheFirstLook() throws Exception {
        assertThat(standing.seat()).isEqualTo(new Seat.Vacant());
        assertThat(standing.seen()).isEmpty();

        standing.look();

        assertThat(standing.seat()).isEqualTo(new Seat.There(URI.create("http://other:1"), 1));
        assertThat(standing.term()).isEmpty();
    }

    @Test
    void whoeverWroteNoAddressCannotBeAsked() throws Exception {
        for (var holder : List.of("", "host pid 7", "ftp://other:1 pid 7", "http://[nowhere pid 7")) {
            ground.store().takeLead(holder);
            standing.look();
            assertThat(standing.seat()).as(holder).isEqualTo(new Seat.Vacant());
        }
        var holder = Standing.holder(URI.create("https://other:2"), "pid 7");
        var epoch = ground.store().takeLead(holder).epoch();
        standing.look();
        assertThat(standing.seat()).isEqualTo(new Seat.There(URI.create("https://other:2"), epoch));
    }

    @Test
    void theSameAddressAgainIsAnotherSeat() throws Exception {
        standing.look();
        var before = standing.seat();

        ground.store().takeLead("http://other:1 pid 2");

        assertThat(standing.await(before, LONG)).isNotEqualTo(before);
    }

    @Test
    void whoWaitsForNothingNewWaitsNoLongerThanWasSaid() throws Exception {
        standing.look();
        var before = standing.seat();
        assertThat(standing.await(before, Duration.ZERO)).isEqualTo(before);
        assertThat(standing.await(before, Duration.ofMillis(1))).isEqualTo(before);
    }

    @Test
    void theLastThatWasSeenIsKnownWhileTheStoreIsAway() throws Exception {
        standing.look();
        var before = standing.seat();
        ground.store().awayFor(1);
        assertThat(standing.await(before, Duration.ZERO)).isEqualTo(before);
    }

    @Test
    void whoWaitsIsToldOfAnotherLeaderAfterTheStoreWasAway() throws Exception {
        standing.look();
        var before = standing.seat();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            ground.store().awayFor(1);
            var waiting = threads.submit(() -> standing.await(before, LONG));

            var epoch = elected("http://third:3 pid 3");

            assertThat(waiting.get()).isEqualTo(new Seat.There(URI.create("http://third:3"), epoch));
        }
    }

    /// However often the store is away meanwhile.
    private long elected(String holder) {
        return await().ignoreExceptions()
                .until(() -> ground.store().takeLead(holder), _ -> true)
                .epoch();
    }

    @Test
    void whoWaitsIsToldOfTheOwnElection() throws Exception {
        // The store says so first; that is not the seat yet.
        var term = ground.term("http://this:1 pid 9");
        standing.look();
        var before = standing.seat();
        assertThat(before).isEqualTo(new Seat.There(URI.create("http://this:1"), 2));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var waiting = threads.submit(() -> standing.await(before, LONG));
            standing.lead(term);
            assertThat(waiting.get()).isEqualTo(new Seat.Here());
        }
    }

    @Test
    void aLeaderLooksAtNobodyElse() throws Exception {
        var term = ground.term("http://this:1 pid 9");
        standing.lead(term);
        ground.store().takeLead("http://third:3 pid 3");

        standing.look();

        assertThat(standing.seat()).isEqualTo(new Seat.Here());
        assertThat(standing.seen()).contains(term.leader());
        assertThat(standing.term()).containsSame(term);
    }
}
