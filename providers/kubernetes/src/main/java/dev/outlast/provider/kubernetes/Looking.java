package dev.outlast.provider.kubernetes;

import dev.outlast.core.cluster.Observation;
import dev.outlast.core.cluster.RankReport;
import dev.outlast.core.job.Fault;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;

/// Says what is known of a cluster, from what was heard: no call is made for a cluster that is there.
record Looking(KubeContext context, Logs logs) {

    Observation look(Handle handle) {
        var silence = context.silence();
        if (silence.isPresent()) {
            return new Observation.Unknown(silence.get());
        }
        var here = context.pods().of(handle.token());
        if (here.isEmpty() && !context.pods().isAnyGone(handle.token())) {
            return lookAgain(handle);
        }
        return judge(handle, here);
    }

    /// Never seen, which may be too early to say: asked for once.
    private Observation lookAgain(Handle handle) {
        if (context.tombstones().has(handle.token())) {
            return new Observation.Gone(Fault.NODE_LOST, handle.token() + " was released");
        }
        try {
            var found = context.api().get(Api.pods(handle.namespace()) + "/" + Keys.pod(handle.token(), 0));
            context.pods().put(PodSight.of(found));
            return judge(handle, context.pods().of(handle.token()));
        } catch (ApiFailure failure) {
            return failure.isMissing()
                    ? new Observation.Gone(Fault.NODE_LOST, "there is no pod " + Keys.pod(handle.token(), 0))
                    : new Observation.Unknown("context " + context.name() + ": " + failure.text());
        }
    }

    private Observation judge(Handle handle, Map<Integer, PodSight> here) {
        var now = context.clock().instant();
        var views = new ArrayList<RankView>();
        for (int rank = 0; rank < handle.nodes(); rank++) {
            var pod = Optional.ofNullable(here.get(rank)).filter(p -> p.head().equals(handle.head()));
            if (pod.isPresent()) {
                context.chores().renew(pod.get(), now.toEpochMilli());
                views.add(RankView.of(pod.get(), rank, around(pod.get(), now)));
                continue;
            }
            var last = context.pods()
                    .gone(handle.token(), rank)
                    .filter(p -> p.head().equals(handle.head()));
            if (last.isPresent()) {
                views.add(RankView.gone(last.get(), rank, around(last.get(), now)));
            } else {
                views.add(new RankView.Lost(Fault.NODE_LOST, "there is no pod " + Keys.pod(handle.token(), rank)));
            }
        }
        return sum(views);
    }

    private RankView.Around around(PodSight pod, Instant now) {
        var node = context.nodes().find(pod.node());
        var goneNode =
                node.isPresent() ? Optional.<NodeSight>empty() : context.nodes().gone(pod.node());
        var patience = pod.provisionTimeout().orElse(context.config().provisionTimeout());
        return new RankView.Around(node, goneNode, patience, logs.silence(pod.uid()), now);
    }

    /// One lost rank is the loss of all; the most telling one is told.
    static Observation sum(Iterable<RankView> views) {
        var reports = new ArrayList<RankReport>();
        var lost = Optional.<RankView.Lost>empty();
        var silent = Optional.<String>empty();
        var notice = "";
        for (var view : views) {
            switch (view) {
                case RankView.Lost one -> {
                    if (lost.isEmpty()
                            || weight(one.fault()) > weight(lost.get().fault())) {
                        lost = Optional.of(one);
                    }
                }
                case RankView.Silent(String detail) -> silent = silent.or(() -> Optional.of(detail));
                case RankView.Seen(RankReport report, String said) -> {
                    reports.add(report);
                    notice = notice.isEmpty() ? said : notice;
                }
            }
        }
        if (lost.isPresent()) {
            return new Observation.Gone(lost.get().fault(), lost.get().detail());
        }
        if (silent.isPresent()) {
            return new Observation.Unknown(reports, silent.get());
        }
        return notice.isEmpty() ? new Observation.Up(reports) : new Observation.Noticed(reports, notice);
    }

    private static int weight(Fault fault) {
        return switch (fault) {
            case PREEMPTED -> 4;
            case NODE_LOST -> 3;
            case CONFIG -> 2;
            case CAPACITY -> 1;
            case USER, QUOTA, PROVIDER, SETUP, STALLED, LIMIT, INTERNAL -> 0;
        };
    }
}
