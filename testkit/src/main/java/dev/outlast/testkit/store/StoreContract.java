package dev.outlast.testkit.store;

import static dev.outlast.testkit.store.SampleRows.NOON;
import static dev.outlast.testkit.store.SampleRows.after;
import static dev.outlast.testkit.store.SampleRows.attempt;
import static dev.outlast.testkit.store.SampleRows.event;
import static dev.outlast.testkit.store.SampleRows.job;
import static dev.outlast.testkit.store.SampleRows.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.outlast.core.cluster.Offer;
import dev.outlast.core.cluster.Place;
import dev.outlast.core.job.Fault;
import dev.outlast.core.job.JobId;
import dev.outlast.core.store.AttemptRow;
import dev.outlast.core.store.Batch;
import dev.outlast.core.store.EventCursor;
import dev.outlast.core.store.EventRow;
import dev.outlast.core.store.JobPage;
import dev.outlast.core.store.JobRow;
import dev.outlast.core.store.SecretRow;
import dev.outlast.core.store.SpecRow;
import dev.outlast.core.store.StoreException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What every store promises: of batches here, of lists in the class it extends.
public abstract class StoreContract extends StoreListsContract {
    @Test
    void anUnusedStoreHasEpochZeroAndAnInstallationName() throws Exception {
        var leader = store.leader();
        assertThat(leader.epoch()).isZero();
        assertThat(leader.lastBatch()).isZero();
        assertThat(leader.lastJobId()).isZero();
        assertThat(leader.incarnation()).isEqualTo(1);
        assertThat(leader.installation()).matches("[a-z0-9]{1,32}");
        assertThat(store.live(0, 10)).isEmpty();
        assertThat(store.jobs(all(10))).isEmpty();
        assertThat(store.counts()).isEmpty();
        assertThat(store.events(EventCursor.START, 10)).isEmpty();
        assertThat(store.cursor("sse")).isEqualTo(EventCursor.START);
        assertThat(store.job(ONE)).isEmpty();
        assertThat(store.spec("none")).isEmpty();
        assertThat(store.request("none")).isEmpty();
        assertThat(store.secret(ONE)).isEmpty();
        assertThat(store.attempts(ONE)).isEmpty();
    }

    @Test
    void takingTheLeadRaisesTheEpochAndKeepsTheRest() throws Exception {
        var before = store.leader();
        var first = store.takeLead("a");
        var second = store.takeLead("b");
        assertThat(first.epoch()).isEqualTo(1);
        assertThat(first.holder()).isEqualTo("a");
        assertThat(second.epoch()).isEqualTo(2);
        assertThat(second.holder()).isEqualTo("b");
        assertThat(second.installation()).isEqualTo(before.installation());
        assertThat(store.leader()).isEqualTo(second);
    }

    @Test
    void whatWasCommittedIsReadBackAsItWas() throws Exception {
        var leader = store.takeLead("a");
        var secret = new SecretRow(ONE, "c2VhbGVk");
        store.commit(after(leader)
                .with(job(1, "RUNNING"))
                .with(attempt(1, 1))
                .withEvent(1)
                .with(request("k"))
                .with(secret)
                .build());
        assertThat(store.job(ONE)).contains(job(1, "RUNNING"));
        assertThat(store.attempts(ONE)).containsExactly(attempt(1, 1));
        assertThat(store.events(ONE, EventCursor.START, 10)).containsExactly(event(1, 0, 1));
        assertThat(store.request("k")).contains(request("k"));
        assertThat(store.secret(ONE)).contains(secret);
        assertThat(store.spec(SampleRows.SPEC.hash())).contains(SampleRows.SPEC);
        assertThat(store.leader().lastBatch()).isEqualTo(1);
        assertThat(store.leader().lastJobId()).isEqualTo(1);
    }

    @Test
    void everythingSurvivesARestart() throws Exception {
        var leader = store.takeLead("a");
        store.commit(after(leader)
                .with(job(1, "RUNNING"))
                .with(attempt(1, 1))
                .withEvent(1)
                .build());
        store.moveCursor("sse", new EventCursor(1, 0));
        var before = store.leader();
        store = restarted(store);
        assertThat(store.leader()).isEqualTo(before);
        assertThat(store.job(ONE)).contains(job(1, "RUNNING"));
        assertThat(store.attempts(ONE)).containsExactly(attempt(1, 1));
        assertThat(store.events(EventCursor.START, 10)).containsExactly(event(1, 0, 1));
        assertThat(store.cursor("sse")).isEqualTo(new EventCursor(1, 0));
        assertThat(store.counts()).isEqualTo(Map.of("RUNNING", 1L));
        assertThat(store.takeLead("b").epoch()).isEqualTo(2);
    }

    @Test
    void oddTextAndOddTimesAreKept() throws Exception {
        var leader = store.takeLead("a");
        var odd = "'; DROP TABLE jobs; -- \" \\ :x ? ${y}\n\t🦆 \u00e9 \u2028";
        var old = Instant.parse("0001-01-01T00:00:00Z");
        var row = new JobRow(
                ONE,
                odd,
                odd,
                -1000,
                odd,
                odd,
                true,
                0,
                old,
                Optional.empty(),
                Optional.of(Instant.EPOCH),
                odd,
                SampleRows.SPEC.hash(),
                odd,
                odd);
        var late = new AttemptRow(
                ONE,
                3,
                7,
                new Offer(new Place(odd, "", ""), odd, false, 1.0 / 3),
                1,
                NOON,
                Optional.empty(),
                Optional.of(NOON.plusNanos(1)),
                Optional.empty(),
                Optional.of(Instant.parse("9999-12-31T23:59:59.999999999Z")),
                Optional.empty(),
                odd,
                "");
        store.commit(after(leader).with(row).with(late).build());
        assertThat(store.job(ONE)).contains(row);
        assertThat(store.attempts(ONE)).containsExactly(late);
        assertThat(store.jobs(new JobPage(Long.MAX_VALUE, 9, Set.of(odd), odd, odd)))
                .containsExactly(row);
        assertThat(store.counts()).isEqualTo(Map.of(odd, 1L));
    }

    @Test
    void everyFaultCanBeStored() throws Exception {
        var leader = store.takeLead("a");
        var batch = after(leader).with(job(1, "RUNNING"));
        var number = 0;
        for (var fault : Fault.values()) {
            batch.with(with(attempt(1, ++number), Optional.of(fault)));
        }
        store.commit(batch.build());
        assertThat(store.attempts(ONE)).extracting(a -> a.fault().orElseThrow()).containsExactly(Fault.values());
    }

    @Test
    void anotherEpochIsFenced() throws Exception {
        var old = store.takeLead("a");
        var now = store.takeLead("b");
        assertRefused(
                StoreException.Kind.FENCED, after(old).with(job(1, "PENDING")).build());
        store.commit(after(now).with(job(1, "RUNNING")).build());
        assertThat(store.job(ONE)).contains(job(1, "RUNNING"));
    }

    @Test
    void aBatchNumberThatIsNotTheNextIsFenced() throws Exception {
        var leader = store.takeLead("a");
        var first = after(leader).with(job(1, "PENDING")).build();
        store.commit(first);
        assertRefused(StoreException.Kind.FENCED, first);
        var ahead = new Batch(1, 3, 1, List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
        assertRefused(StoreException.Kind.FENCED, ahead);
        assertThat(store.leader().lastBatch()).isEqualTo(1);
    }

    @Test
    void aBatchThatBreaksARuleIsRefusedWholeAndTheStoreGoesOn() throws Exception {
        var leader = store.takeLead("a");
        store.commit(after(leader).with(job(1, "PENDING")).with(request("k")).build());
        var second = store.leader();
        assertBug(after(second)
                .with(job(1, "RUNNING"))
                .withEvent(1)
                .with(request("k"))
                .build());
        assertBug(after(second)
                .with(job(1, "RUNNING"))
                .with(request("x"), request("x"))
                .build());
        assertBug(after(second).with(job(1, "RUNNING")).with(attempt(9, 1)).build());
        assertBug(after(second)
                .with(job(1, "RUNNING"))
                .with(new SecretRow(new JobId(9), "eA=="))
                .build());
        assertThat(store.leader()).isEqualTo(second);
        assertThat(store.job(ONE)).contains(job(1, "PENDING"));
        assertThat(store.events(EventCursor.START, 10)).isEmpty();
        assertThat(store.counts()).isEqualTo(Map.of("PENDING", 1L));
        store.commit(after(second).with(job(1, "RUNNING")).with(request("l")).build());
        assertThat(store.job(ONE)).contains(job(1, "RUNNING"));
    }

    @Test
    void aJobNeedsItsTextAndEventsTheirNumbers() throws Exception {
        var leader = store.takeLead("a");
        assertBug(
                new Batch(1, 1, 1, List.of(), List.of(job(1, "PENDING")), List.of(), List.of(), List.of(), List.of()));
        assertBug(withEvents(leader.lastBatch() + 1, event(1, 1, 1)));
        assertBug(withEvents(leader.lastBatch() + 1, event(2, 0, 1)));
        assertBug(withEvents(leader.lastBatch() + 1, event(1, 0, 1), event(1, 0, 1)));
        assertBug(new Batch(
                1,
                1,
                0,
                List.of(SampleRows.SPEC),
                List.of(job(1, "PENDING")),
                List.of(),
                List.of(),
                List.of(),
                List.of()));
        assertThat(store.leader()).isEqualTo(leader);
    }

    @Test
    void anEmptyBatchCounts() throws Exception {
        var leader = store.takeLead("a");
        store.commit(new Batch(1, 1, 0, List.of(), List.of(), List.of(), List.of(), List.of(), List.of()));
        assertThat(store.leader().lastBatch()).isEqualTo(leader.lastBatch() + 1);
    }

    @Test
    void theFirstTextOfAHashStays() throws Exception {
        var leader = store.takeLead("a");
        store.commit(after(leader).with(job(1, "PENDING")).build());
        var other = new SpecRow(SampleRows.SPEC.hash(), "other", "{}");
        store.commit(new Batch(1, 2, 1, List.of(other), List.of(), List.of(), List.of(), List.of(), List.of()));
        assertThat(store.spec(SampleRows.SPEC.hash())).contains(SampleRows.SPEC);
    }

    @Test
    void aJobChangesButWhatWasMadeAtSubmitStays() throws Exception {
        var leader = store.takeLead("a");
        var first = job(1, "PENDING");
        store.commit(after(leader).with(first).build());
        // Another status, the same again, and another only in whether it lives.
        assertChanges(first, "FAILED", false, 3);
        assertChanges(first, "FAILED", false, 4);
        assertChanges(first, "FAILED", true, 5);
        assertThat(store.counts()).containsOnly(entry("FAILED", 1L));
    }

    /// @param n in all else that changes
    private void assertChanges(JobRow first, String status, boolean live, int n) throws Exception {
        var at = NOON.plusSeconds(n);
        var other = new JobRow(
                ONE,
                "renamed",
                "bob",
                n,
                status,
                "why " + n,
                live,
                n,
                at,
                Optional.of(at),
                Optional.of(at),
                "parked " + n,
                SampleRows.SPEC.hash(),
                "{}",
                "{\"v\":" + n + "}");
        store.commit(after(store.leader()).with(other).build());
        assertThat(store.job(ONE))
                .contains(new JobRow(
                        ONE,
                        first.name(),
                        first.user(),
                        n,
                        status,
                        "why " + n,
                        live,
                        n,
                        first.submittedAt(),
                        Optional.of(at),
                        Optional.of(at),
                        "parked " + n,
                        first.specHash(),
                        first.meta(),
                        "{\"v\":" + n + "}"));
    }

    @Test
    void attemptsAreReplacedAndListedByTaskAndNumber() throws Exception {
        var leader = store.takeLead("a");
        store.commit(after(leader)
                .with(job(1, "RUNNING"))
                .with(attempt(1, 10), attempt(1, 9))
                .build());
        var changed = with(attempt(1, 9), Optional.of(Fault.NODE_LOST));
        store.commit(after(store.leader()).with(changed).build());
        assertThat(store.attempts(ONE)).containsExactly(changed, attempt(1, 10));
    }

    @Test
    void anEmptySealRemovesTheSecret() throws Exception {
        var leader = store.takeLead("a");
        store.commit(after(leader)
                .with(job(1, "PENDING"))
                .with(new SecretRow(ONE, "b25l"))
                .build());
        store.commit(after(store.leader()).with(new SecretRow(ONE, "dHdv")).build());
        assertThat(store.secret(ONE)).contains(new SecretRow(ONE, "dHdv"));
        store.commit(after(store.leader()).with(new SecretRow(ONE, "")).build());
        assertThat(store.secret(ONE)).isEmpty();
        store.commit(after(store.leader()).with(new SecretRow(ONE, "")).build());
        assertThat(store.secret(ONE)).isEmpty();
    }

    /// Eight readers, one writer: each reader sees whole batches only, and history that only grows.
    @Test
    void readersSeeWholeBatchesWhileTheWriterWrites() throws Exception {
        store.takeLead("a");
        try (var readers = new Readers(store, 8)) {
            for (var i = 0; i < 100; i++) {
                store.commit(after(store.leader())
                        .with(job(1, "S" + i), job(2, "S" + i))
                        .withEvent(1)
                        .withEvent(2)
                        .build());
            }
            readers.stopAndCheck();
        }
    }

    private void assertRefused(StoreException.Kind kind, Batch batch) {
        assertThatThrownBy(() -> store.commit(batch))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    private void assertBug(Batch batch) {
        assertThatIllegalArgumentException().isThrownBy(() -> store.commit(batch));
    }

    private static Batch withEvents(long number, EventRow... events) {
        return new Batch(1, number, 1, List.of(), List.of(), List.of(), List.of(events), List.of(), List.of());
    }

    private static AttemptRow with(AttemptRow a, Optional<Fault> fault) {
        return new AttemptRow(
                a.job(),
                a.task(),
                a.attempt(),
                a.offer(),
                a.nodes(),
                a.launchedAt(),
                a.clusterAt(),
                a.runAt(),
                a.endedAt(),
                a.releasedAt(),
                fault,
                a.detail(),
                a.resume());
    }
}
