package dev.outlast.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProofTest {
    private static final Result SAME = new Result("2.2958731474517893", "0x1.25df2bda08f67p+1", 1);
    private static final Result OTHER = new Result("2.2958731474517897", "0x1.25df2bda08f68p+1", 2);

    @Test
    void nothingIsMissing() {
        assertThat(gaps(JobFixture.preempted(), SAME)).isEmpty();
    }

    @Test
    void oneBitIsADifference() {
        assertThat(gaps(JobFixture.preempted(), OTHER))
                .singleElement()
                .asString()
                .startsWith("the final losses differ");
    }

    @Test
    void everyClaimIsChecked() {
        var done = JobFixture.done("east", "from checkpoint 240, written by attempt 1");
        assertThat(gaps(job(0, List.of(done)), SAME)).containsExactly("job 1 was never relaunched.");
        assertThat(gaps(job(1, List.of(JobFixture.lost("east"), done)), SAME))
                .containsExactly("it was relaunched in the region that it had just lost, east.");
        assertThat(gaps(job(1, List.of(JobFixture.lost("north"), JobFixture.done("east", "from the beginning"))), SAME))
                .containsExactly("it did not resume from a checkpoint, but began from the beginning.");
        var failed = new JobRecord(
                1, "FAILED", "exit code 1", 1, JobFixture.preempted().attempts());
        assertThat(gaps(failed, SAME)).containsExactly("job 1 ended as FAILED instead of SUCCEEDED. exit code 1");
    }

    private static List<String> gaps(JobRecord preempted, Result result) {
        return Proof.gaps(preempted, JobFixture.undisturbed(), result, SAME);
    }

    private static JobRecord job(int recoveries, List<Attempt> attempts) {
        return new JobRecord(1, "SUCCEEDED", "", recoveries, attempts);
    }
}
