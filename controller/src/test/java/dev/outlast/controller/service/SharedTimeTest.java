package dev.outlast.controller.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outlast.controller.api.Finding;
import dev.outlast.core.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SharedTimeTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private Instant database = NOON;
    private Instant machine = NOON;
    private long nanos;
    private Duration answerTakes = Duration.ZERO;

    private final SharedTime time = new SharedTime(
            () -> {
                pass(answerTakes.dividedBy(2));
                var said = database;
                pass(answerTakes.dividedBy(2));
                return Optional.of(said);
            },
            () -> machine,
            () -> nanos);

    private void pass(Duration by) {
        database = database.plus(by);
        machine = machine.plus(by);
        nanos += by.toNanos();
    }

    @Test
    void itIsTheDatabasesTimeWhateverThisMachineSays() throws StoreException {
        machine = NOON.plus(Duration.ofHours(1));
        time.look();
        assertThat(time.instant()).isEqualTo(NOON);
        assertThat(time.ahead()).isEqualTo(Duration.ofHours(1));
        pass(Duration.ofSeconds(10));
        machine = NOON.minus(Duration.ofDays(1));
        assertThat(time.instant()).isEqualTo(NOON.plusSeconds(10));
    }

    @Test
    void theWayOfTheAnswerIsNoDifference() throws StoreException {
        answerTakes = Duration.ofMillis(800);
        time.look();
        assertThat(time.instant()).isEqualTo(database);
        assertThat(time.ahead()).isZero();
    }

    @Test
    void aSlowAnswerIsNotBelievedAfterAGoodOne() throws StoreException {
        time.look();
        database = NOON.plusSeconds(40);
        answerTakes = Duration.ofSeconds(2);
        time.look();
        assertThat(time.instant()).isEqualTo(NOON.plusSeconds(2));
    }

    @Test
    void itSaysHowFarTheClocksAreApart() throws StoreException {
        assertThat(time.finding()).isEmpty();
        time.look();
        assertThat(time.finding()).contains(new Finding("clock", Finding.Level.OK, "goes with the database's"));
        machine = NOON.plusSeconds(5);
        time.look();
        assertThat(time.finding().orElseThrow().level()).isEqualTo(Finding.Level.NOTE);
        assertThat(time.finding().orElseThrow().detail())
                .startsWith("this machine's clock is 5 s ahead of the database's.");
        machine = NOON.minus(Duration.ofHours(1));
        time.look();
        assertThat(time.finding().orElseThrow().level()).isEqualTo(Finding.Level.BAD);
        assertThat(time.finding().orElseThrow().detail())
                .startsWith("this machine's clock is 60 min behind the database's.");
        machine = NOON;
        time.look();
        assertThat(time.finding().orElseThrow().level()).isEqualTo(Finding.Level.OK);
    }

    @Test
    void aLoneControllerGoesByItsMachine() throws StoreException {
        var alone = new SharedTime(Optional::empty, () -> machine, () -> nanos);
        alone.look();
        machine = NOON.plusSeconds(3);
        assertThat(alone.instant()).isEqualTo(machine);
        assertThat(alone.ahead()).isZero();
        assertThat(alone.finding()).isEmpty();
    }
}
