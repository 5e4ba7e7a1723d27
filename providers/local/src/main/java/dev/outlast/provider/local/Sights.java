package dev.outlast.provider.local;

import dev.outlast.core.cluster.Observation;
import dev.outlast.core.cluster.RankReport;
import dev.outlast.core.job.Fault;
import java.util.ArrayList;
import java.util.List;

/// Makes one observation of a cluster out of what its nodes show and what the provider has announced.
final class Sights {
    private Sights() {}

    static Observation observation(LocalCluster cluster, List<RankSight> sights) {
        var record = cluster.record();
        var reports = new ArrayList<RankReport>(sights.size());
        var hidden = "";
        for (var rank = 0; rank < sights.size(); rank++) {
            var number = rank;
            // A killed node of which the provider has said nothing yet does not answer.
            var mute = record.fate().filter(fate -> fate.strikes(number)).isPresent();
            switch (mute ? new RankSight.Hidden(rank, "it does not answer") : sights.get(rank)) {
                case RankSight.Seen(var report, var _) -> reports.add(report);
                case RankSight.Lost(var lost, var why) -> {
                    return new Observation.Gone(Fault.NODE_LOST, "rank " + lost + ": " + why);
                }
                case RankSight.Hidden(var dark, var why) -> hidden = "rank " + dark + ": " + why;
            }
        }
        if (!hidden.isEmpty()) {
            return new Observation.Unknown(reports, hidden);
        }
        return record.notice()
                .<Observation>map(
                        notice -> new Observation.Noticed(reports, "will be taken back at " + notice.deadline()))
                .orElseGet(() -> new Observation.Up(reports));
    }
}
