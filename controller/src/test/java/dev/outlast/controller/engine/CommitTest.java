package dev.outlast.controller.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outlast.core.job.JobId;
import dev.outlast.core.store.EventCursor;
import dev.outlast.core.store.JobPage;
import dev.outlast.core.store.Receipt;
import dev.outlast.core.store.StoreException;
import dev.outlast.testkit.store.SampleRows;
import dev.outlast.testkit.store.StoreFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// One transaction per batch, and what follows when nobody knows whether it happened.
final class CommitTest {
    private final Bench bench = new Bench();
    private final List<Reply.Answer> answers = new ArrayList<>();

    @Test
    void aHundredSubmitsAreOneTransaction() throws Exception {
        bench.step(IntStream.range(0, 100)
                .mapToObj(i -> bench.submit("key" + i, "", answers::add))
                .toArray(Input[]::new));

        assertThat(answers).hasSize(100).allMatch(a -> a instanceof Reply.Answer.Done);
        assertThat(bench.lastBatch()).isEqualTo(1);
        assertThat(bench.store.leader().lastJobId()).isEqualTo(100);
    }

    @Test
    void nothingIsCommittedForNothing() throws Exception {
        bench.step();
        bench.step(new Input.Sweep());

        assertThat(bench.lastBatch()).isZero();
    }

    @Test
    void theAnswerComesAfterTheCommit() throws Exception {
        var committed = new ArrayList<Boolean>();
        bench.step(bench.submit(_ -> committed.add(isStored(new JobId(1)))));

        assertThat(committed).containsExactly(true);
    }

    private boolean isStored(JobId id) {
        try {
            return bench.store.job(id).isPresent();
        } catch (StoreException away) {
            throw new IllegalStateException(away);
        }
    }

    @Test
    void aDoubtfulCommitThatHappenedIsPublishedAndAnswered() throws Exception {
        bench.store.failNextCommit(StoreFault.LOST_AFTER_COMMIT);
        bench.step(bench.submit(answers::add));

        assertThat(answers).containsExactly(new Reply.Answer.Done(List.of(new JobId(1)), false));
        assertThat(bench.lastBatch()).isEqualTo(1);
        assertThat(bench.submitted()).isEqualTo(new JobId(2));
    }

    @Test
    void aDoubtfulCommitThatDidNotHappenIsTriedAgain() throws Exception {
        bench.store.failNextCommit(StoreFault.LOST_BEFORE_COMMIT);
        bench.step(bench.submit(answers::add));

        assertThat(answers).containsExactly(new Reply.Answer.Done(List.of(new JobId(1)), false));
        assertThat(bench.store.events(EventCursor.START, 10)).hasSize(1);
    }

    @Test
    void aStoreThatIsAwayIsAskedUntilItAnswers() throws Exception {
        bench.engine();
        bench.store.awayFor(7);
        bench.step(bench.submit(answers::add));

        assertThat(answers).hasSize(1);
        assertThat(bench.lastBatch()).isEqualTo(1);
    }

    @Test
    void anotherEpochEndsTheLeadershipWithoutAnAnswer() throws Exception {
        bench.engine();
        bench.store.takeLead("other");

        assertThatThrownBy(() -> bench.step(bench.submit(answers::add))).isInstanceOf(LostLeadership.class);
        assertThat(answers).isEmpty();
        assertThat(bench.handed).isEmpty();
        assertThat(bench.store.jobs(new JobPage(Long.MAX_VALUE, 10, Set.of(), "", "")))
                .isEmpty();
    }

    @Test
    void anOlderStoreEndsTheLeadership() throws Exception {
        bench.submitted();
        var old = bench.store.snapshot();
        bench.submitted();
        bench.store.failOverTo(old);

        assertThatThrownBy(() -> bench.step(bench.submit(answers::add))).isInstanceOf(LostLeadership.class);
        assertThat(answers).isEmpty();
    }

    @Test
    void aDoubtfulCommitOverAnOlderStoreEndsTheLeadership() throws Exception {
        var old = bench.store.snapshot();
        bench.engine();
        bench.submitted();
        bench.store.failNextCommit(StoreFault.LOST_BEFORE_COMMIT);
        bench.store.failOverTo(old);

        assertThatThrownBy(() -> bench.step(bench.submit(answers::add))).isInstanceOf(LostLeadership.class);
    }

    @Test
    void aFullDiskRefusesSubmitsAndStillCancels() throws Exception {
        var id = bench.running();
        bench.store.failNextCommit(StoreFault.FULL);
        bench.step(bench.submit(answers::add), new Input.Cancel(List.of(id), "ann", answers::add));
        assertThat(answers).containsExactly(new Reply.Answer.NoSpace());
        assertThat(bench.roomMade).isEqualTo(1);

        bench.step();
        assertThat(answers).last().isEqualTo(new Reply.Answer.Done(List.of(id), false));
        assertThat(bench.status(id)).isEqualTo("CANCELLING");
        assertThat(bench.store.leader().lastJobId()).isEqualTo(id.value());
    }

    @Test
    void nothingIsHandedOverForABatchThatWasDropped() throws Exception {
        bench.store.full(true);
        bench.step(bench.submit(answers::add)).settle();

        assertThat(bench.handed).isEmpty();
        assertThat(bench.changes).isEmpty();
    }

    @Test
    void aReceiptIsCommittedWithWhatItTells() throws Exception {
        bench.store.failNextCommit(StoreFault.LOST_AFTER_COMMIT);
        Receipt receipt = (jobs, at) -> Optional.of(SampleRows.apiRequest("made-" + jobs, at));
        var submit = bench.submit(answers::add);
        bench.step(new Input.Submit(submit.jobs(), "key", "body", receipt, submit.reply()));
        bench.step(new Input.Submit(submit.jobs(), "key", "body", receipt, submit.reply()));
        bench.step(new Input.Cancel(List.of(new JobId(1)), "ann", receipt, answers::add));

        assertThat(answers).hasSize(3);
        assertThat(bench.store.apiRequests(10)).extracting(r -> r.id()).containsExactly("made-[1]");
        assertThat(bench.store.job(new JobId(1))).isPresent();
    }

    @Test
    void aBatchThatIsRefusedLeavesNoReceipt() throws Exception {
        bench.store.failNextCommit(StoreFault.FULL);
        Receipt receipt = (_, at) -> Optional.of(SampleRows.apiRequest("made", at));
        var submit = bench.submit(answers::add);
        bench.step(
                new Input.Submit(submit.jobs(), "", "", receipt, submit.reply()),
                new Input.Note(SampleRows.apiRequest("note", SampleRows.NOON), answers::add));

        assertThat(answers).containsOnly(new Reply.Answer.NoSpace());
        assertThat(bench.store.apiRequests(10)).isEmpty();
        bench.step(new Input.Note(SampleRows.apiRequest("note", SampleRows.NOON), answers::add));
        assertThat(bench.store.apiRequest("note")).isPresent();
    }
}
