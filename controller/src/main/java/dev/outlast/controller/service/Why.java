package dev.outlast.controller.service;

import dev.outlast.controller.engine.LiveJob;
import dev.outlast.controller.lifecycle.After;
import dev.outlast.controller.lifecycle.Contact;
import dev.outlast.controller.lifecycle.Held;
import dev.outlast.controller.lifecycle.Live;
import dev.outlast.controller.lifecycle.Outcome;
import dev.outlast.controller.lifecycle.Phase;
import dev.outlast.controller.lifecycle.TaskFacts;
import dev.outlast.controller.lifecycle.TaskState;
import dev.outlast.controller.lifecycle.Words;
import dev.outlast.core.job.Fault;
import dev.outlast.recovery.RunLimits;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// One paragraph: what a job waits for or why it ended, who said what and when, what happens next and when. Pure.
public final class Why {
    private Why() {}

    /// @param ahead how many tasks wait before it for admission
    /// @param lastSaid newest line of its history, empty for none
    public static String of(LiveJob job, Instant now, long ahead, String lastSaid) {
        if (job.isParked()) {
            return "Job " + job.facts().id()
                    + " is parked: the controller met a bug of its own while deciding about it ("
                    + job.parked() + "). Its cluster, if it has one, is left alone. `outlast unpark "
                    + job.facts().id() + "` takes it up again, and so does the next version.";
        }
        var sentences = new ArrayList<String>();
        var index = current(job);
        var task = job.state().task(index);
        var facts = job.facts().tasks().get(index);
        var subject = job.facts().tasks().size() == 1
                ? "Job " + job.facts().id()
                : "Task " + index + " (" + facts.name() + ") of job "
                        + job.facts().id();
        sentences.add(subject + " " + phase(job, task, facts, now, ahead));
        history(task, sentences);
        limits(task, facts, now, sentences);
        if (!lastSaid.isEmpty() && !task.hasEnded()) {
            sentences.add("Last entry of its history: " + lastSaid + ".");
        }
        if (!task.leftovers().isEmpty()) {
            sentences.add("The removal of the cluster of attempt "
                    + task.leftovers().getFirst().attempt() + " is still owed and is tried again at "
                    + at(task.leftovers().getFirst().notBefore()) + "; it does not change the outcome.");
        }
        return String.join(" ", sentences);
    }

    /// The task that decides what the job shows: the first that has not ended, else the first that did not succeed.
    static int current(LiveJob job) {
        var tasks = job.state().tasks();
        for (int i = 0; i < tasks.size(); i++) {
            if (!tasks.get(i).hasEnded()) {
                return i;
            }
        }
        for (int i = 0; i < tasks.size(); i++) {
            if (tasks.get(i).phase() instanceof Phase.Ended e && !(e.outcome() instanceof Outcome.Succeeded)) {
                return i;
            }
        }
        return tasks.size() - 1;
    }

    private static String phase(LiveJob job, TaskState task, TaskFacts facts, Instant now, long ahead) {
        return switch (task.phase()) {
            case Phase.Blocked _ -> "waits for the task before it in the pipeline.";
            case Phase.Queued s ->
                "waits for admission for " + ago(s.since(), now) + "; "
                        + (ahead == 0 ? "it is next" : ahead + " tasks are before it")
                        + ". It starts as soon as the limits of this installation leave room.";
            case Phase.Placing s -> placing(s, now);
            case Phase.Launching s ->
                "asked " + s.offer().place().provider() + " for attempt " + s.attempt() + " (" + Words.offer(s.offer())
                        + ") " + ago(s.since(), now) + " ago and waits for the answer.";
            case Phase.Activating s ->
                "has its cluster for attempt " + s.live().number() + " ("
                        + Words.offer(s.live().offer())
                        + ") and is being started on it"
                        + (s.tries() == 0
                                ? "."
                                : "; " + s.tries() + " tries failed, the next is at " + at(s.notBefore()) + ".");
            case Phase.Preparing s ->
                "is in setup on attempt " + on(s.live()) + " for " + ago(s.since(), now) + "."
                        + contact(s.contact(), facts, now);
            case Phase.Running s ->
                "runs attempt " + on(s.live()) + " for " + ago(s.since(), now) + ", started "
                        + Words.resume(s.live().resume()) + "." + contact(s.contact(), facts, now);
            case Phase.Judging s ->
                "is being judged: its " + (s.inSetup() ? "setup" : "run") + " (attempt "
                        + s.live().number()
                        + ") ended with code " + s.code() + " " + ago(s.since(), now)
                        + " ago. Before the program is blamed, every node is checked: evidence of a loss would spend no"
                        + " error budget.";
            case Phase.Draining s ->
                "was told to end by SIGTERM " + ago(s.since(), now) + " ago ("
                        + (s.after() instanceof After.Retry r ? r.fault() + ": " + r.detail() : "a limit was reached")
                        + ") and has until " + at(s.deadline()) + " to save what it has"
                        + (s.after() instanceof After.Retry ? ", or until its place is gone, if that is sooner." : ".");
            case Phase.Releasing s -> releasing(s, now);
            case Phase.Backoff s ->
                "waits until " + at(s.until()) + " (in " + Words.duration(positive(Duration.between(now, s.until())))
                        + ") before it tries again, because of " + s.fault() + ": " + s.detail() + ".";
            case Phase.Ended s -> ended(job, s);
        };
    }

    private static String placing(Phase.Placing s, Instant now) {
        var what = s.resume() instanceof Phase.Resume.Unknown
                ? "looks for its newest complete checkpoint"
                : "asks the launchers for offers";
        return s.notBefore().isAfter(now)
                ? what + "; the last answer was an error, the next try is at " + at(s.notBefore()) + "."
                : what + " for " + ago(s.since(), now) + ".";
    }

    private static String releasing(Phase.Releasing s, Instant now) {
        var next = switch (s.after()) {
            case After.Retry retry ->
                "It ended by " + retry.fault() + " (" + retry.detail() + "). Another attempt follows once nothing"
                        + " of this one is left.";
            case After.End end ->
                switch (end.outcome()) {
                    case Outcome.Succeeded _ -> "It succeeded.";
                    case Outcome.Cancelled c -> "It was cancelled by " + c.by() + ".";
                    case Outcome.Failed f -> "It failed: " + f.detail() + ".";
                };
        };
        var trouble = s.tries() == 0
                ? ""
                : " " + s.tries() + " tries to remove it failed; the next is at " + at(s.notBefore()) + ".";
        var unknown = s.held() instanceof Held.ByToken
                ? " The provider never said whether it made one, so it is looked for by its token."
                : "";
        return "is removing the cluster of attempt " + s.attempt() + " for " + ago(s.since(), now) + ". " + next
                + unknown + trouble;
    }

    private static String ended(LiveJob job, Phase.Ended s) {
        return switch (s.outcome()) {
            case Outcome.Succeeded _ -> "succeeded at " + at(s.at()) + ".";
            case Outcome.Cancelled c -> "was cancelled by " + c.by() + " at " + at(s.at()) + ".";
            case Outcome.Failed f ->
                "failed at " + at(s.at()) + " with " + f.fault() + ": " + f.detail() + ". "
                        + advice(f.fault(), job.facts().id().value());
        };
    }

    private static String advice(Fault fault, long id) {
        return switch (fault) {
            case USER, SETUP ->
                "The program's own output tells more: `outlast logs " + id
                        + " --tail 50`. It spends the error budget `max_restarts_on_errors`.";
            case CONFIG -> "Nothing was tried again, because it could never work; mend the task and launch it anew.";
            case CAPACITY, QUOTA -> "`outlast launch --dry-run` shows which offers there are.";
            case STALLED -> "It printed nothing and touched no heartbeat for as long as `stall_after` allows.";
            case LIMIT -> "The limit is the task's own; `outlast retry " + id + "` goes on from the last checkpoint.";
            case PREEMPTED, NODE_LOST, PROVIDER, INTERNAL ->
                "`outlast events " + id + "` shows what led to it; `outlast retry " + id
                        + "` goes on from the last checkpoint.";
        };
    }

    private static String contact(Contact contact, TaskFacts facts, Instant now) {
        if (!(contact instanceof Contact.Lost lost)) {
            return "";
        }
        var then = RunLimits.isSet(facts.limits().relaunchAfterSilence())
                ? "If it stays silent until " + lost.since().plus(facts.limits().relaunchAfterSilence())
                        + " it is relaunched elsewhere (on_silence)."
                : "Silence is no proof of death, so it is left alone (on_silence: wait).";
        return " It is DEGRADED: it has not been seen for " + ago(lost.since(), now) + " (" + lost.detail() + "). "
                + then;
    }

    private static void history(TaskState task, List<String> sentences) {
        var ledger = task.ledger();
        if (ledger.lastAttempt() > 1 || ledger.recoveries() > 0) {
            sentences.add("It has used " + ledger.lastAttempt() + " attempts and recovered " + ledger.recoveries()
                    + " times, " + ledger.userErrors() + " restarts counted against its error budget"
                    + (ledger.lost().provider().isEmpty() ? "." : "; it was last lost in " + ledger.lost() + "."));
        }
    }

    private static void limits(TaskState task, TaskFacts facts, Instant now, List<String> sentences) {
        var maxWait = facts.limits().maxWait();
        var waits = switch (task.phase()) {
            case Phase.Queued _, Phase.Placing _, Phase.Launching _, Phase.Activating _, Phase.Backoff _ -> true;
            case Phase.Blocked _,
                    Phase.Preparing _,
                    Phase.Running _,
                    Phase.Judging _,
                    Phase.Draining _,
                    Phase.Releasing _,
                    Phase.Ended _ -> false;
        };
        if (waits && RunLimits.isSet(maxWait)) {
            var until = task.ledger().waitingSince().plus(maxWait);
            sentences.add("Its max_wait ends at " + until + " (in "
                    + Words.duration(positive(Duration.between(now, until))) + ").");
        }
    }

    private static String on(Live live) {
        return live.number() + " in " + Words.offer(live.offer());
    }

    /// To the second.
    private static Instant at(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }

    private static String ago(Instant then, Instant now) {
        return Words.duration(positive(Duration.between(then, now)));
    }

    private static Duration positive(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }
}
