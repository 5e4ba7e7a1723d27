package dev.outlast.controller.effects;

import dev.outlast.controller.engine.Listener;
import dev.outlast.controller.engine.LiveJob;
import dev.outlast.controller.lifecycle.JobEvent;
import dev.outlast.controller.lifecycle.Live;
import dev.outlast.controller.lifecycle.Phase;
import dev.outlast.core.cluster.ClusterHandle;
import dev.outlast.core.cluster.Observation;
import dev.outlast.core.cluster.RankReport;
import dev.outlast.core.job.JobId;
import dev.outlast.core.spi.Launcher;
import dev.outlast.core.store.EventRow;
import dev.outlast.recovery.RunLimits;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/// What is watched, and which news of it reach the engine. The looks themselves are batched per provider by
/// [ObserverLoop].
public final class Observer implements Listener {
    /// One live attempt.
    ///
    /// @param chatty whether every look matters, because a limit counts on its times
    record Target(JobId job, int task, int attempt, String provider, ClusterHandle handle, boolean chatty) {}

    private final Map<ClusterHandle, Target> targets = new ConcurrentHashMap<>();
    private final Map<ClusterHandle, Observation> last = new ConcurrentHashMap<>();
    private final BiConsumer<JobId, JobEvent> mailbox;
    private final InstantSource clock;
    private final FirstLooks first;

    /// @param clock engine time
    /// @param first told what was seen
    public Observer(BiConsumer<JobId, JobEvent> mailbox, InstantSource clock, FirstLooks first) {
        this.mailbox = mailbox;
        this.clock = clock;
        this.first = first;
    }

    @Override
    public void committed(List<Change> changes, List<EventRow> events) {
        for (var change : changes) {
            change.before()
                    .ifPresent(before -> targets(before).forEach(t -> {
                        if (!targets(change.after()).contains(t)) {
                            targets.remove(t.handle());
                            last.remove(t.handle());
                        }
                    }));
            targets(change.after()).forEach(t -> {
                targets.put(t.handle(), t);
                if (change.before()
                        .map(b -> hearsAnew(b, change.after(), t.task()))
                        .orElse(true)) {
                    last.remove(t.handle());
                }
            });
        }
    }

    /// What a phase ignored may matter to the next one, and a parked job heard nothing: the next look is news
    /// again.
    private static boolean hearsAnew(LiveJob before, LiveJob after, int task) {
        return before.isParked() != after.isParked()
                || !before.state()
                        .task(task)
                        .phase()
                        .getClass()
                        .equals(after.state().task(task).phase().getClass());
    }

    public List<ClusterHandle> watched(String provider) {
        var handles = new ArrayList<ClusterHandle>();
        targets.values().forEach(t -> {
            if (t.provider().equals(provider)) {
                handles.add(t.handle());
            }
        });
        return handles;
    }

    public int size() {
        return targets.size();
    }

    /// Looks at some clusters and reports what is news.
    ///
    /// @param always whether it is reported even if nothing changed: somebody waits for this look
    public void look(Launcher launcher, Collection<ClusterHandle> handles, boolean always) {
        if (handles.isEmpty()) {
            return;
        }
        var at = clock.instant();
        var seen = launcher.observe(handles);
        for (var handle : handles) {
            Optional.ofNullable(targets.get(handle))
                    .ifPresent(t -> report(
                            t,
                            seen.getOrDefault(handle, new Observation.Unknown("the launcher did not say")),
                            at,
                            always));
            if (!(seen.get(handle) instanceof Observation.Unknown)) {
                first.seen(handle);
            }
        }
    }

    private void report(Target target, Observation observation, Instant at, boolean always) {
        var before = last.put(target.handle(), observation);
        if (always || target.chatty() || before == null || isNews(before, observation)) {
            mailbox.accept(
                    target.job(), new JobEvent.Report.Observed(target.task(), target.attempt(), observation, at));
        }
    }

    /// Running times and words are not. Thousands are compared every second.
    private static boolean isNews(Observation before, Observation now) {
        return !switch (now) {
            case Observation.Up up -> before instanceof Observation.Up was && isSame(was.ranks(), up.ranks());
            case Observation.Noticed noticed ->
                before instanceof Observation.Noticed was && isSame(was.ranks(), noticed.ranks());
            case Observation.Gone gone -> before instanceof Observation.Gone was && was.fault() == gone.fault();
            case Observation.Unknown _ -> before instanceof Observation.Unknown;
        };
    }

    private static boolean isSame(List<RankReport> before, List<RankReport> now) {
        if (before.size() != now.size()) {
            return false;
        }
        for (int i = 0; i < now.size(); i++) {
            if (!before.get(i).phase().equals(now.get(i).phase())) {
                return false;
            }
        }
        return true;
    }

    static List<Target> targets(LiveJob job) {
        var found = new ArrayList<Target>();
        for (int i = 0; i < job.state().tasks().size(); i++) {
            var task = i;
            var limits = job.facts().tasks().get(i).limits();
            var counts = RunLimits.isSet(limits.maxDuration()) || RunLimits.isSet(limits.stallAfter());
            live(job.state().task(i).phase())
                    .ifPresent(l -> found.add(new Target(
                            job.facts().id(),
                            task,
                            l.number(),
                            l.offer().place().provider(),
                            l.handle(),
                            counts || job.state().task(task).phase() instanceof Phase.Judging)));
        }
        return found;
    }

    static Optional<Live> live(Phase phase) {
        return switch (phase) {
            case Phase.Activating s -> Optional.of(s.live());
            case Phase.Preparing s -> Optional.of(s.live());
            case Phase.Running s -> Optional.of(s.live());
            case Phase.Judging s -> Optional.of(s.live());
            case Phase.Draining s -> Optional.of(s.live());
            case Phase.Blocked _,
                    Phase.Queued _,
                    Phase.Placing _,
                    Phase.Launching _,
                    Phase.Releasing _,
                    Phase.Backoff _,
                    Phase.Ended _ -> Optional.empty();
        };
    }
}
