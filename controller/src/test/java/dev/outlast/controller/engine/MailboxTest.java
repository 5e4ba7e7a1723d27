package dev.outlast.controller.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outlast.controller.lifecycle.JobEvent;
import dev.outlast.core.cluster.Observation;
import dev.outlast.core.cluster.RankReport;
import dev.outlast.core.job.Fault;
import dev.outlast.core.job.JobId;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class MailboxTest {
    private static final JobId ONE = new JobId(1);
    private static final Observation RUNNING = Bench.up(new RankReport.Phase.InRun());
    private static final Observation SUCCEEDED = Bench.up(new RankReport.Phase.Exited(false, 0, false));
    private static final Observation GONE = new Observation.Gone(Fault.PREEMPTED, "taken");
    private final Mailbox mailbox = new Mailbox(3);
    private final Bench bench = new Bench();

    @Test
    void aFullLaneRefusesCommandsAndKeepsReports() {
        for (int i = 0; i < 3; i++) {
            assertThat(mailbox.offer(bench.submit(_ -> {}))).isTrue();
        }
        assertThat(mailbox.offer(bench.submit(_ -> {}))).isFalse();
        IntStream.range(0, 1_000).forEach(i -> mailbox.report(ONE, new JobEvent.Report.Released(0, i + 1)));

        assertThat(mailbox.poll(2_000)).hasSize(1_003);
    }

    @Test
    void reportsDoNotStarveCommandsNorCommandsReports() {
        IntStream.range(0, 100).forEach(i -> mailbox.report(ONE, new JobEvent.Report.Released(0, i + 1)));
        mailbox.offer(bench.submit(_ -> {}));

        assertThat(mailbox.poll(4))
                .hasSize(4)
                .anyMatch(i -> i instanceof Input.Submit)
                .anyMatch(i -> i instanceof Input.OfJob);
    }

    @Test
    void aNewerObservationReplacesAnOlderOne() {
        see(RUNNING);
        see(new Observation.Unknown("no answer"));
        see(RUNNING);

        assertThat(observed()).containsExactly(RUNNING);
    }

    @Test
    void observationsOfDifferentAttemptsAreKeptApart() {
        mailbox.report(ONE, new JobEvent.Report.Observed(0, 1, RUNNING, Instant.EPOCH));
        mailbox.report(ONE, new JobEvent.Report.Observed(0, 2, RUNNING, Instant.EPOCH));
        mailbox.report(new JobId(2), new JobEvent.Report.Observed(0, 1, RUNNING, Instant.EPOCH));

        assertThat(mailbox.poll(10)).hasSize(3);
    }

    @Test
    void aClusterThatVanishesAfterItsRunEndedDoesNotHideTheEnd() {
        see(RUNNING);
        see(SUCCEEDED);
        see(GONE);
        see(new Observation.Unknown("no answer"));

        assertThat(observed()).containsExactly(SUCCEEDED, GONE);
    }

    @Test
    void aClosedMailboxRefusesCommands() {
        mailbox.close();

        assertThat(mailbox.offer(bench.submit(_ -> {}))).isFalse();
    }

    private void see(Observation observation) {
        mailbox.report(ONE, new JobEvent.Report.Observed(0, 1, observation, Instant.EPOCH));
    }

    private List<Observation> observed() {
        return mailbox.poll(10).stream()
                .map(i -> ((JobEvent.Report.Observed) ((Input.OfJob) i).event()).observation())
                .toList();
    }
}
