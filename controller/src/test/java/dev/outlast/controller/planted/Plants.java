package dev.outlast.controller.planted;

import dev.outlast.controller.engine.Decider;
import dev.outlast.controller.engine.EffectOrder;
import dev.outlast.controller.engine.Hands;
import dev.outlast.controller.engine.Input;
import dev.outlast.controller.engine.LiveJob;
import dev.outlast.controller.engine.Reply;
import dev.outlast.controller.lifecycle.Decision;
import dev.outlast.controller.lifecycle.JobEvent;
import dev.outlast.controller.lifecycle.JobEvent.Report;
import dev.outlast.controller.lifecycle.JobState;
import dev.outlast.controller.lifecycle.Ledger;
import dev.outlast.controller.lifecycle.Lifecycle;
import dev.outlast.controller.lifecycle.Phase;
import dev.outlast.controller.lifecycle.TaskState;
import dev.outlast.controller.sim.Plant;
import dev.outlast.core.checkpoint.Manifest;
import dev.outlast.core.cluster.Activation;
import dev.outlast.core.cluster.Observation;
import dev.outlast.core.job.Fault;
import dev.outlast.core.job.JobId;
import dev.outlast.core.job.Token;
import dev.outlast.core.spi.CheckpointStore;
import dev.outlast.core.spi.Store;
import dev.outlast.core.store.StoreException;
import dev.outlast.testkit.sim.SimCloud;
import dev.outlast.testkit.sim.VirtualTime;
import dev.outlast.testkit.sim.Work;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// The bugs.
final class Plants {
    private Plants() {}

    /// Commits whatever epoch the writer has.
    static final class DropTheFence implements Plant {
        @Override
        public Store store(Store store) {
            return new UnfencedStore(store);
        }
    }

    /// Releases at a take-over whatever is to be released, at once.
    static final class ReleaseUnseen implements Plant {
        @Override
        public boolean looksFirst() {
            return false;
        }
    }

    /// Takes the word of any attempt for that of the current one.
    static final class DropTheAttemptGuard implements Plant {
        @Override
        public Decider decider(Hands hands, Tokens tokens) {
            return (facts, state, event, in) -> Lifecycle.decide(facts, state, unguarded(state, event), in);
        }

        private static JobEvent unguarded(JobState state, JobEvent event) {
            if (!(event instanceof Report report)
                    || report.task() >= state.tasks().size()) {
                return event;
            }
            var task = state.task(report.task());
            if (task.leftovers().stream().anyMatch(l -> l.attempt() == report.attempt())) {
                return event;
            }
            var last = task.ledger().lastAttempt();
            var current = task.phase() instanceof Phase.Placing ? last + 1 : last;
            return switch (report) {
                case Report.Released r -> new Report.Released(r.task(), current);
                case Report.ReleaseFailed r -> new Report.ReleaseFailed(r.task(), current, r.detail());
                case Report.Activated r -> new Report.Activated(r.task(), current);
                case Report.Observed r -> new Report.Observed(r.task(), current, r.observation(), r.at());
                case Report.Launched r -> new Report.Launched(r.task(), current, r.handle());
                case Report.LaunchFailed r ->
                    new Report.LaunchFailed(r.task(), current, r.fault(), r.certain(), r.detail());
                case Report.ResumeFound _,
                        Report.ResumeFailed _,
                        Report.OffersFound _,
                        Report.OffersFailed _,
                        Report.ActivateFailed _ -> event;
            };
        }
    }

    /// Hands over what the next state owes while it is not committed yet.
    static final class EffectBeforeCommit implements Plant {
        @Override
        public Decider decider(Hands hands, Tokens tokens) {
            return (facts, state, event, in) -> {
                var decision = Lifecycle.decide(facts, state, event, in);
                for (var effect : Lifecycle.owes(facts, decision.next(), in.now())) {
                    var token = tokens.of(facts.id().value(), effect.task(), effect.attempt());
                    var ids = facts.tasks().stream().map(t -> "job-" + t.name()).toList();
                    var job = new LiveJob(facts, "", ids, 0, 1, 0, decision.next(), "", "");
                    hands.perform(new EffectOrder(job, effect, token, tokens.epoch()));
                }
                return decision;
            };
        }
    }

    /// A released token may be made again.
    static final class ForgetTheTombstone implements Plant {
        @Override
        public SimCloud cloud(VirtualTime time, Function<Activation, Work> program) {
            return new SimCloud(time, program) {
                @Override
                protected boolean isBuried(Token token) {
                    return false;
                }
            };
        }
    }

    static final class ActivateWithoutRereadingTheEpoch implements Plant {
        @Override
        public boolean rereadsEpoch() {
            return false;
        }
    }

    /// Believes every manifest.
    static final class AcceptATornCheckpoint implements Plant {
        @Override
        public CheckpointStore checkpoints(CheckpointStore bucket) {
            return new CheckpointStore() {
                @Override
                public String scheme() {
                    return bucket.scheme();
                }

                @Override
                public Listing manifests(String bucketUrl, String taskId) throws IOException {
                    return bucket.manifests(bucketUrl, taskId);
                }

                @Override
                public boolean isComplete(String bucketUrl, Manifest manifest) {
                    return true;
                }
            };
        }
    }

    /// Takes silence for death.
    static final class RelaunchOnSilence implements Plant {
        @Override
        public Decider decider(Hands hands, Tokens tokens) {
            return (facts, state, event, in) -> {
                var heard = event instanceof Report.Observed seen
                                && seen.observation() instanceof Observation.Unknown unknown
                        ? new Report.Observed(
                                seen.task(),
                                seen.attempt(),
                                new Observation.Gone(Fault.NODE_LOST, unknown.detail()),
                                seen.at())
                        : event;
                return Lifecycle.decide(facts, state, heard, in);
            };
        }
    }

    /// Tells the client its job's number as soon as the command is in the mailbox.
    static final class AnswerBeforeCommit implements Plant {
        @Override
        public Input.Submit submit(Input.Submit asked, Store store) {
            try {
                var next = new JobId(store.leader().lastJobId() + 1);
                asked.reply().answer(new Reply.Answer.Done(List.of(next), false));
                return asked;
            } catch (StoreException away) {
                return asked;
            }
        }
    }

    /// Forgets, when a cluster is released, which number its attempt had.
    static final class ReuseAnAttemptNumber implements Plant {
        @Override
        public Decider decider(Hands hands, Tokens tokens) {
            return (facts, state, event, in) -> {
                var decision = Lifecycle.decide(facts, state, event, in);
                return event instanceof Report.Released
                        ? changed(decision, ledger -> ledger(ledger, Math.max(0, ledger.lastAttempt() - 1), 0))
                        : decision;
            };
        }
    }

    /// Counts a preemption against the user.
    static final class SpendTheBudgetOnPreemption implements Plant {
        @Override
        public Decider decider(Hands hands, Tokens tokens) {
            return (facts, state, event, in) -> {
                var decision = Lifecycle.decide(facts, state, event, in);
                return event instanceof Report.Observed seen
                                && seen.observation() instanceof Observation.Gone
                                && !decision.next().equals(state)
                        ? changed(decision, ledger -> ledger(ledger, ledger.lastAttempt(), 1))
                        : decision;
            };
        }
    }

    /// Starts again what somebody cancelled.
    static final class ForgetTheCancel implements Plant {
        @Override
        public Decider decider(Hands hands, Tokens tokens) {
            return (facts, state, event, in) -> {
                var decision = Lifecycle.decide(facts, state, event, in);
                return event instanceof Report.Released
                                && !state.hasEnded()
                                && !state.cancelledBy().isEmpty()
                        ? queuedAgain(state, decision, in.now())
                        : decision;
            };
        }
    }

    private static Decision changed(Decision decision, Function<Ledger, Ledger> change) {
        var tasks = decision.next().tasks().stream()
                .map(t -> new TaskState(change.apply(t.ledger()), t.phase(), t.leftovers()))
                .toList();
        return new Decision(new JobState(tasks, decision.next().cancelledBy()), decision.notes());
    }

    private static Decision queuedAgain(JobState before, Decision decision, Instant now) {
        var tasks = new ArrayList<TaskState>();
        for (int i = 0; i < decision.next().tasks().size(); i++) {
            var task = decision.next().task(i);
            tasks.add(
                    before.task(i).phase() instanceof Phase.Ended
                            ? task
                            : new TaskState(task.ledger(), new Phase.Queued(now), task.leftovers()));
        }
        return new Decision(new JobState(tasks, decision.next().cancelledBy()), decision.notes());
    }

    private static Ledger ledger(Ledger was, int lastAttempt, int moreErrors) {
        return new Ledger(
                lastAttempt,
                was.userErrors() + moreErrors,
                was.recoveries(),
                was.recovering(),
                was.infraStreak(),
                was.ranBefore(),
                was.waitingSince(),
                was.lost(),
                was.seals(),
                was.started());
    }
}
