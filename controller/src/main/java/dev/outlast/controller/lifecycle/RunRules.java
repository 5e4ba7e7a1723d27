package dev.outlast.controller.lifecycle;

import dev.outlast.core.cluster.Observation;
import dev.outlast.core.cluster.RankReport;
import dev.outlast.core.job.Fault;
import dev.outlast.recovery.RunLimits;
import java.time.Duration;
import java.util.List;

/// `setup` and `run` as the nodes report them.
final class RunRules {
    private RunRules() {}

    static Step preparing(
            TaskState state, Phase.Preparing s, TaskFacts facts, Observation observation, Situation in) {
        return switch (observation) {
            case Observation.Up up -> {
                var contact = state.in(new Phase.Preparing(s.live(), s.since(), new Contact.Good()));
                if (Ranks.runStarted(up.ranks())) {
                    yield started(contact, s, facts, up.ranks(), in);
                }
                yield Ranks.firstFailure(up.ranks()).isPresent()
                        ? exited(contact, s.live(), up.ranks(), in)
                        : back(state, contact, s.live(), s.contact());
            }
            case Observation.Noticed noticed -> noticed(state, s.live(), facts, noticed.detail(), in);
            case Observation.Gone gone -> lost(state, s.live(), gone.fault(), gone.detail(), Duration.ZERO, in);
            case Observation.Unknown unknown when Ranks.firstFailure(unknown.heard()).isPresent() ->
                exited(state, s.live(), unknown.heard(), in);
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
            TaskState state, Phase.Preparing s, TaskFacts facts, List<RankReport> ranks, Situation in) {
        var running = new Phase.Running(s.live(), in.now(), new Contact.Good());
        var begun = state.with(state.ledger().runStarted(in.now())).in(running);
        var after = running(begun, running, facts, new Observation.Up(ranks), in);
        var kind = state.ledger().recovering() ? "recovered" : "started";
        return after.lines().isEmpty()
                ? Step.to(after.next(), s.live().number(), kind, Words.resume(s.live().resume()))
                : Step.to(after.next(), s.live().number(), kind, Words.resume(s.live().resume()))
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
                        : noticed(state, s.live(), facts, noticed.detail(), in);
            case Observation.Gone gone ->
                lost(state, s.live(), gone.fault(), gone.detail(), Duration.between(s.since(), in.now()), in);
            // A rank failed while another one is silent: the silent one may be the cause, so it is judged.
            case Observation.Unknown unknown when Ranks.firstFailure(unknown.heard()).isPresent() ->
                exited(state, s.live(), unknown.heard(), in);
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

    private static Step up(
            TaskState state, Phase.Running s, TaskFacts facts, List<RankReport> ranks, Situation in) {
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
            return drain(state.with(state.ledger().ran(ran)), s.live(), end, facts, "limit", detail, in);
        }
        if (RunLimits.isSet(limits.stallAfter()) && Ranks.idleFor(ranks).compareTo(limits.stallAfter()) >= 0) {
            var detail = "no output and no heartbeat for " + Words.duration(limits.stallAfter());
            return UserErrors.decide(state, s.live(), facts, Fault.STALLED, 0, detail, ran, in);
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
    static Step noticed(TaskState state, Live live, TaskFacts facts, String detail, Situation in) {
        return drain(state, live, new After.Retry(Fault.PREEMPTED, detail), facts, "notice", detail, in);
    }

    private static Step drain(
            TaskState state, Live live, After after, TaskFacts facts, String kind, String detail, Situation in) {
        var deadline = in.now().plus(facts.limits().grace()).plusSeconds(5);
        return Step.to(
                state.in(new Phase.Draining(live, after, in.now(), deadline)), live.number(), kind, detail);
    }

    static Step lost(TaskState state, Live live, Fault fault, String detail, Duration ranFor, Situation in) {
        var held = ranFor.compareTo(in.policies().heldFor()) >= 0;
        var ledger = state.ledger().lostAt(live.offer().place(), ranFor, held, in.now());
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
                Duration.ZERO,
                in);
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
