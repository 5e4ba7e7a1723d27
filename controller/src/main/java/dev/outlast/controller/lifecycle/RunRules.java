package dev.outlast.controller.lifecycle;

import dev.outlast.core.cluster.Observation;
import dev.outlast.core.cluster.RankReport;
import dev.outlast.core.job.Fault;
import dev.outlast.recovery.RunLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// `setup` and `run` as the nodes report them.
final class RunRules {
    private RunRules() {}

    static Step preparing(TaskState state, Phase.Preparing s, TaskFacts facts, Observation observation, Situation in) {
        return switch (observation) {
            case Observation.Up up -> {
                var contact = state.in(new Phase.Preparing(s.live(), s.since(), new Contact.Good()));
                if (Ranks.runStarted(up.ranks())) {
                    yield started(state, s, facts, up, in);
                }
                yield Ranks.firstFailure(up.ranks()).isPresent()
                        ? exited(contact, s.live(), up.ranks(), in)
                        : back(state, contact, s.live(), s.contact());
            }
            case Observation.Noticed noticed ->
                Ranks.runStarted(noticed.ranks())
                        ? started(state, s, facts, noticed, in)
                        : noticed(state, s.live(), facts, noticed, in);
            case Observation.Gone gone -> gone(state, s.live(), facts, gone, Duration.ZERO, in);
            case Observation.Unknown unknown ->
                s.contact() instanceof Contact.Lost
                        ? Step.stay(state)
                        : silent(
                                state.in(new Phase.Preparing(
                                        s.live(), s.since(), new Contact.Lost(in.now(), unknown.detail()))),
                                s.live(),
                                unknown.detail());
        };
    }

    /// A short `run` may already be over when it is first seen: the start is recorded all the same.
    private static Step started(
            TaskState state, Phase.Preparing s, TaskFacts facts, Observation observation, Situation in) {
        var running = new Phase.Running(s.live(), in.now(), new Contact.Good());
        var begun = state.with(state.ledger().runStarted(in.now())).in(running);
        var after = running(begun, running, facts, observation, in);
        var kind = state.ledger().recovering() ? "recovered" : "started";
        return after.lines().isEmpty()
                ? Step.to(
                        after.next(),
                        s.live().number(),
                        kind,
                        Words.resume(s.live().resume()))
                : Step.to(
                                after.next(),
                                s.live().number(),
                                kind,
                                Words.resume(s.live().resume()))
                        .also(
                                after.lines().getFirst().attempt(),
                                after.lines().getFirst().kind(),
                                after.lines().getFirst().detail());
    }

    static Step running(TaskState state, Phase.Running s, TaskFacts facts, Observation observation, Situation in) {
        return switch (observation) {
            case Observation.Up up -> up(state, s, facts, up.ranks(), in);
            case Observation.Noticed noticed ->
                Ranks.allSucceeded(noticed.ranks())
                        ? succeeded(state, s.live(), noticed.ranks(), in)
                        : noticed(state, s.live(), facts, noticed, in);
            case Observation.Gone gone -> gone(state, s.live(), facts, gone, ranUntil(s, in.now()), in);
            case Observation.Unknown unknown ->
                s.contact() instanceof Contact.Lost
                        ? Step.stay(state)
                        : silent(
                                state.in(new Phase.Running(
                                        s.live(), s.since(), new Contact.Lost(in.now(), unknown.detail()))),
                                s.live(),
                                unknown.detail());
        };
    }

    private static Step up(TaskState state, Phase.Running s, TaskFacts facts, List<RankReport> ranks, Situation in) {
        if (Ranks.allSucceeded(ranks)) {
            return succeeded(state, s.live(), ranks, in);
        }
        var contact = state.in(new Phase.Running(s.live(), s.since(), new Contact.Good()));
        if (Ranks.firstFailure(ranks).isPresent()) {
            return exited(contact, s.live(), ranks, in);
        }
        var limits = facts.limits();
        var ran = Ranks.ranFor(ranks);
        if (RunLimits.isSet(limits.maxDuration())
                && state.ledger().ranBefore().plus(ran).compareTo(limits.maxDuration()) >= 0) {
            var detail = "max_duration of " + Words.duration(limits.maxDuration()) + " was reached";
            var end = new After.End(new Outcome.Failed(Fault.LIMIT, detail));
            return drain(state, s.live(), end, ran, facts, "limit", detail, in);
        }
        if (RunLimits.isSet(limits.stallAfter()) && Ranks.idleFor(ranks).compareTo(limits.stallAfter()) >= 0) {
            var detail = "no output and no heartbeat for " + Words.duration(limits.stallAfter());
            return UserErrors.decide(state, s.live(), facts, Fault.STALLED, UserErrors.NO_CODE, detail, ran, in);
        }
        return back(state, contact, s.live(), s.contact());
    }

    private static Step succeeded(TaskState state, Live live, List<RankReport> ranks, Situation in) {
        var end = new After.End(new Outcome.Succeeded());
        return Step.to(
                state.with(state.ledger().ran(Ranks.ranFor(ranks))).in(Exits.release(live, end, in)),
                live.number(),
                "exited",
                "code 0 on every rank");
    }

    private static Step exited(TaskState state, Live live, List<RankReport> ranks, Situation in) {
        var first = Ranks.firstFailure(ranks).orElseThrow();
        var exit = (RankReport.Phase.Exited) first.phase();
        return Step.to(
                state.in(new Phase.Judging(live, exit.inSetup(), exit.code(), in.now(), Ranks.ranFor(ranks))),
                live.number(),
                "exited",
                (exit.inSetup() ? "setup" : "run") + " ended with code " + exit.code() + " on rank " + first.rank()
                        + "; checking the nodes before blaming it");
    }

    /// The provider takes the cluster back: SIGTERM, so that the job can save what it has.
    private static Step noticed(
            TaskState state, Live live, TaskFacts facts, Observation.Noticed noticed, Situation in) {
        var retry = new After.Retry(Fault.PREEMPTED, noticed.detail());
        return drain(state, live, retry, Ranks.ranFor(noticed.ranks()), facts, "notice", noticed.detail(), in);
    }

    private static Step drain(
            TaskState state,
            Live live,
            After after,
            Duration ranFor,
            TaskFacts facts,
            String kind,
            String detail,
            Situation in) {
        var deadline = in.now().plus(facts.limits().grace()).plusSeconds(5);
        return Step.to(
                state.with(state.ledger().draining(ranFor, held(ranFor, in)))
                        .in(new Phase.Draining(live, after, in.now(), deadline)),
                live.number(),
                kind,
                detail);
    }

    private static boolean held(Duration ranFor, Situation in) {
        return ranFor.compareTo(in.policies().heldFor()) >= 0;
    }

    /// Proof that it is dead. A kill for want of memory is the program's own: it spends the error budget whether or
    /// not its exit was seen first.
    static Step gone(
            TaskState state, Live live, TaskFacts facts, Observation.Gone gone, Duration ranFor, Situation in) {
        if (gone.fault() == Fault.CONFIG) {
            // The platform will not run this, here or anywhere: an image that does not exist is not found by waiting.
            var end = new After.End(new Outcome.Failed(Fault.CONFIG, gone.detail()));
            return Step.to(state.in(Exits.release(live, end, in)), live.number(), "activation_refused", gone.detail());
        }
        return gone.fault() == Fault.USER
                ? UserErrors.decide(state, live, facts, Fault.USER, UserErrors.KILLED, gone.detail(), ranFor, in)
                : lost(state, live, gone.fault(), gone.detail(), ranFor, in);
    }

    static Step lost(TaskState state, Live live, Fault fault, String detail, Duration ranFor, Situation in) {
        var ledger = state.ledger().lostAt(live.offer().place(), ranFor, held(ranFor, in), in.now());
        return Step.to(
                state.with(ledger).in(Exits.release(live, new After.Retry(fault, detail), in)),
                live.number(),
                "lost",
                fault + ": " + detail);
    }

    static Step silence(TaskState state, Live live, Contact contact, TaskFacts facts, Situation in) {
        var limit = facts.limits().relaunchAfterSilence();
        if (!(contact instanceof Contact.Lost gone)
                || !RunLimits.isSet(limit)
                || in.now().isBefore(gone.since().plus(limit))) {
            return Step.stay(state);
        }
        return lost(
                state,
                live,
                Fault.NODE_LOST,
                "silent for " + Words.duration(limit) + " (on_silence); its own contact lease has ended it",
                ranUntil(state.phase(), in.now()),
                in);
    }

    /// Time in `run` where no node can be asked any more. Engine time is anchored anew at each take-over, so it
    /// may be
    /// behind what an earlier leader wrote.
    private static Duration ranUntil(Phase phase, Instant end) {
        return phase instanceof Phase.Running s && s.since().isBefore(end)
                ? Duration.between(s.since(), end)
                : Duration.ZERO;
    }

    private static Step silent(TaskState next, Live live, String detail) {
        return Step.to(next, live.number(), "contact_lost", detail);
    }

    private static Step back(TaskState before, TaskState after, Live live, Contact contact) {
        return contact instanceof Contact.Lost lost
                ? Step.to(after, live.number(), "contact_regained", "lost since " + lost.since())
                : Step.stay(before);
    }
}
