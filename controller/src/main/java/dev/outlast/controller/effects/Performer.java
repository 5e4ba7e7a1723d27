package dev.outlast.controller.effects;

import dev.outlast.checkpointing.store.ResumeFinder;
import dev.outlast.controller.engine.EffectOrder;
import dev.outlast.controller.lifecycle.Effect;
import dev.outlast.controller.lifecycle.Held;
import dev.outlast.controller.lifecycle.JobEvent;
import dev.outlast.core.checkpoint.ResumePoint;
import dev.outlast.core.cluster.Activation;
import dev.outlast.core.cluster.ClusterHandle;
import dev.outlast.core.cluster.ClusterRequest;
import dev.outlast.core.cluster.Demand;
import dev.outlast.core.cluster.Observation;
import dev.outlast.core.cluster.Offer;
import dev.outlast.core.cluster.Wishes;
import dev.outlast.core.job.Fault;
import dev.outlast.core.spi.Launcher;
import dev.outlast.core.spi.LauncherException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Performs one effect and says what came of it. Blocking; called in a thread of its own.
public final class Performer {
    private static final Logger LOG = LoggerFactory.getLogger(Performer.class);

    private final Launchers launchers;
    private final ResumeFinder resumeFinder;
    private final Activations activations;
    private final LogPulling logs;
    private final LeaseCheck lease;
    private final OfferAsking asking;

    public Performer(
            Launchers launchers,
            ResumeFinder resumeFinder,
            Activations activations,
            LogPulling logs,
            LeaseCheck lease) {
        this.launchers = Objects.requireNonNull(launchers);
        this.resumeFinder = Objects.requireNonNull(resumeFinder);
        this.activations = Objects.requireNonNull(activations);
        this.logs = Objects.requireNonNull(logs);
        this.lease = Objects.requireNonNull(lease);
        this.asking = new OfferAsking(launchers);
    }

    /// Makes an activation from a job.
    @FunctionalInterface
    public interface Activations {
        Activation of(EffectOrder order, ResumePoint resume) throws LauncherException;

        /// What the job asks of the nodes of this offer; it is known before anything of the user's is there.
        default Wishes wishes(EffectOrder order, Offer offer) throws LauncherException {
            return Wishes.NONE;
        }

        /// Before the launch: sees to it that what the activation will need can be had here.
        default void ready(EffectOrder order) throws LauncherException {}
    }

    /// The last pull of an attempt's logs, before its cluster goes.
    @FunctionalInterface
    public interface LogPulling {
        void finish(EffectOrder order, Effect.Release release);
    }

    /// The event to report; empty when there is none.
    public Optional<JobEvent> perform(EffectOrder order) {
        return switch (order.effect()) {
            case Effect.FindResumePoint e -> Optional.of(resume(order, e));
            case Effect.FindOffers e -> Optional.of(offers(e));
            case Effect.Launch e -> Optional.of(launch(order, e));
            case Effect.Activate e -> Optional.of(activate(order, e));
            case Effect.Observe _ -> Optional.empty();
            case Effect.Drain e -> {
                drain(order, e);
                yield Optional.empty();
            }
            case Effect.Release e -> Optional.of(release(order, e));
        };
    }

    private JobEvent resume(EffectOrder order, Effect.FindResumePoint e) {
        try {
            var taskId = order.job().taskIds().get(e.task());
            var found = resumeFinder.find(e.buckets(), taskId, e.seals(), e.lastAttempt());
            return new JobEvent.Report.ResumeFound(e.task(), e.attempt(), found.point(), found.seals());
        } catch (IOException | RuntimeException away) {
            return new JobEvent.Report.ResumeFailed(e.task(), e.attempt(), said(away));
        }
    }

    private JobEvent offers(Effect.FindOffers e) {
        try {
            var demand = e.demand();
            var byChoice = new ArrayList<List<Offer>>();
            if (demand.ordered()) {
                for (var choice : demand.choices()) {
                    byChoice.add(ask(demand.only(choice)));
                }
            } else {
                byChoice.add(ask(demand));
            }
            return new JobEvent.Report.OffersFound(e.task(), e.attempt(), byChoice);
        } catch (LauncherException | RuntimeException away) {
            return new JobEvent.Report.OffersFailed(e.task(), e.attempt(), said(away));
        }
    }

    /// Offers of every launcher that answers; a failure counts only when no other launcher had an offer.
    public List<Offer> ask(Demand demand) throws LauncherException {
        return asking.offers(demand);
    }

    private JobEvent launch(EffectOrder order, Effect.Launch e) {
        try {
            activations.ready(order);
            var launcher = launchers.get(e.offer().place().provider());
            var name = order.job().facts().name() + "-" + order.job().facts().id();
            var wishes = activations.wishes(order, e.offer());
            var handle = launcher.launch(
                    new ClusterRequest(order.token(), order.epoch(), e.offer(), e.nodes(), name, wishes));
            return new JobEvent.Report.Launched(e.task(), e.attempt(), handle);
        } catch (LauncherException failed) {
            return new JobEvent.Report.LaunchFailed(
                    e.task(), e.attempt(), failed.fault(), certain(failed), said(failed));
        } catch (RuntimeException bug) {
            return new JobEvent.Report.LaunchFailed(e.task(), e.attempt(), Fault.PROVIDER, false, said(bug));
        }
    }

    /// Create → re-read the epoch from the store → activate: a create that was under way when its leader lost the
    /// lease is at worst an idle, tagged thing.
    private JobEvent activate(EffectOrder order, Effect.Activate e) {
        try {
            if (!lease.epochStands()) {
                return new JobEvent.Report.ActivateFailed(
                        e.task(), e.attempt(), Fault.INTERNAL, true, "another controller leads");
            }
            launchers.get(e.handle().provider()).activate(e.handle(), activations.of(order, e.resume()));
            return new JobEvent.Report.Activated(e.task(), e.attempt());
        } catch (LauncherException failed) {
            return failed.fault() == Fault.CONFIG && certain(failed)
                    ? refused(e, failed)
                    : new JobEvent.Report.ActivateFailed(
                            e.task(), e.attempt(), failed.fault(), certain(failed), said(failed));
        } catch (Exception unsure) {
            return new JobEvent.Report.ActivateFailed(e.task(), e.attempt(), Fault.PROVIDER, false, said(unsure));
        }
    }

    /// "It can never work" may only mean that the cluster is not there any more: one that nobody activated for
    /// some time
    /// ends itself. So the user's request is blamed only while the cluster is there.
    private JobEvent refused(Effect.Activate e, LauncherException failed) {
        return switch (seen(e.handle())) {
            case Observation.Up _, Observation.Noticed _ ->
                new JobEvent.Report.ActivateFailed(e.task(), e.attempt(), Fault.CONFIG, true, said(failed));
            case Observation.Gone gone ->
                new JobEvent.Report.ActivateFailed(e.task(), e.attempt(), gone.fault(), true, gone.detail());
            case Observation.Unknown unknown ->
                new JobEvent.Report.ActivateFailed(e.task(), e.attempt(), Fault.PROVIDER, false, unknown.detail());
        };
    }

    private Observation seen(ClusterHandle handle) {
        try {
            return launchers
                    .get(handle.provider())
                    .observe(List.of(handle))
                    .getOrDefault(handle, new Observation.Unknown("the launcher did not say"));
        } catch (LauncherException | RuntimeException away) {
            return new Observation.Unknown(said(away));
        }
    }

    private void drain(EffectOrder order, Effect.Drain e) {
        try {
            launchers.get(e.handle().provider()).drain(e.handle());
        } catch (LauncherException | RuntimeException failed) {
            // The drain's deadline releases it all the same; the sweep tries again until then.
            LOG.warn("drain of {} did not reach it: {}", order.token(), said(failed));
        }
    }

    private JobEvent release(EffectOrder order, Effect.Release e) {
        try {
            Launcher launcher = launchers.get(e.provider());
            switch (e.held()) {
                case Held.ByHandle held -> {
                    logs.finish(order, e);
                    launcher.release(held.handle());
                }
                case Held.ByToken _ -> launcher.releaseByToken(order.token());
            }
            return new JobEvent.Report.Released(e.task(), e.attempt());
        } catch (LauncherException | RuntimeException failed) {
            return new JobEvent.Report.ReleaseFailed(e.task(), e.attempt(), said(failed));
        }
    }

    private static boolean certain(LauncherException failed) {
        return failed.certainty() == LauncherException.Certainty.CERTAINLY_NOT_DONE;
    }

    private static String said(Throwable failed) {
        var message = failed.getMessage();
        return message == null || message.isBlank() ? failed.getClass().getSimpleName() : message;
    }
}
