package dev.outlast.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TablesTest {
    private static final Instant START = Instant.parse("2026-11-21T13:35:58.242Z");

    @Test
    void timeline() {
        var events = List.of(
                event(0, 0, "submitted", ""),
                event(41, 0, "placing", ""),
                event(8_700, 1, "launching", "local/north/a, local.small spot at $0.0038/h"),
                event(9_435, 1, "lost", "PREEMPTED: preempted as rehearsed"),
                event(9_707, 1, "released", ""),
                event(104_607, 2, "launch_unknown", "no answer"));
        assertThat(String.join("\n", Tables.timeline(events))).isEqualTo("""
                      0.0 s             submitted
                      0.0 s             looking for a place
                      8.7 s  attempt 1  launching local/north/a, local.small spot at $0.0038/h
                      9.4 s  attempt 1  machine lost, PREEMPTED: preempted as rehearsed
                      9.7 s  attempt 1  machine given back
                    104.6 s  attempt 2  launch unknown no answer""".replaceAll("(?m)^", "    "));
    }

    @Test
    void attempts() {
        assertThat(String.join("\n", Tables.attempts(JobFixture.preempted().attempts())))
                .isEqualTo("""
                ATTEMPT  PLACE           KIND    PRICE/H       RAN  ENDED            COST  FROM STEP
                1        local/north/a   spot   $0.00376     8.9 s  PREEMPTED  $0.0000098          0
                2        local/east/a    spot   $0.00400    94.0 s  done       $0.0001050        240""".replaceAll("(?m)^", "   "));
        assertThat(Tables.total(JobFixture.preempted().attempts())).isEqualTo("$0.0001148");
    }

    @Test
    void spans() {
        assertThat(Tables.span(Duration.ofMillis(-3))).isEqualTo("0 ms");
        assertThat(Tables.span(Duration.ofMillis(999))).isEqualTo("999 ms");
        assertThat(Tables.span(Duration.ofMillis(1_250))).isEqualTo("1.3 s");
    }

    @Test
    void theCheckpointIsReadFromItsWords() {
        assertThat(Attempt.checkpoint("from checkpoint 120, written by attempt 1"))
                .hasValue(120);
        assertThat(Attempt.checkpoint("from the beginning: there is no complete checkpoint"))
                .isEmpty();
        assertThat(Attempt.checkpoint("")).isEmpty();
    }

    private static JobEvent event(long millis, int attempt, String kind, String detail) {
        return new JobEvent(START.plusMillis(millis), attempt, kind, detail);
    }

    static Optional<Instant> at(double seconds) {
        return Optional.of(START.plusMillis((long) (seconds * 1000)));
    }
}
