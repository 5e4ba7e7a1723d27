package dev.outlast.cli.demo;

import java.util.ArrayList;
import java.util.List;

/// What the demo claims, checked.
final class Proof {
    private Proof() {}

    /// Everything that is not as claimed, one sentence each; empty when all is proven.
    static List<String> gaps(JobRecord preempted, JobRecord undisturbed, Result one, Result other) {
        var gaps = new ArrayList<String>();
        for (var job : List.of(preempted, undisturbed)) {
            if (!job.succeeded()) {
                gaps.add("job " + job.id() + " ended as " + job.status() + " instead of SUCCEEDED. " + job.reason());
            }
        }
        recovery(preempted, gaps);
        if (undisturbed.recoveries() != 0) {
            gaps.add("job " + undisturbed.id() + " was to run undisturbed, but lost its machine "
                    + undisturbed.recoveries() + " times.");
        }
        if (!one.exactly().equals(other.exactly())) {
            gaps.add("the final losses differ: " + one.finalLoss() + " with the preemption, " + other.finalLoss()
                    + " without.");
        }
        return gaps;
    }

    private static void recovery(JobRecord job, List<String> gaps) {
        if (job.recoveries() < 1 || job.attempts().size() < 2) {
            gaps.add("job " + job.id() + " was never relaunched.");
            return;
        }
        var first = job.attempts().get(0);
        var second = job.attempts().get(1);
        if (!first.fault().equals("PREEMPTED")) {
            gaps.add("its first machine ended as " + first.fault() + " instead of PREEMPTED.");
        }
        if (second.region().equals(first.region())) {
            gaps.add("it was relaunched in the region that it had just lost, " + first.region() + ".");
        }
        if (second.resumedAt().isEmpty()) {
            gaps.add("it did not resume from a checkpoint, but began " + second.resume() + ".");
        }
    }
}
