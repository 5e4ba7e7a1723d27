package dev.outlast.controller.lifecycle;

import java.time.Instant;
import java.util.List;

/// What one task's state still owes the world.
final class Owes {
    private Owes() {}

    static void of(int task, TaskFacts facts, TaskState state, Instant now, List<Effect> owed) {
        for (var l : state.leftovers()) {
            if (!now.isBefore(l.notBefore())) {
                owed.add(new Effect.Release(task, l.attempt(), l.tries(), l.provider(), l.held()));
            }
        }
        switch (state.phase()) {
            case Phase.Placing s -> placing(task, facts, state, s, now, owed);
            case Phase.Launching s ->
                owed.add(new Effect.Launch(
                        task, s.attempt(), 0, s.offer(), facts.demand().nodes()));
            case Phase.Activating s -> {
                if (!now.isBefore(s.notBefore())) {
                    owed.add(new Effect.Activate(
                            task,
                            s.live().number(),
                            s.tries(),
                            s.live().handle(),
                            s.live().resume()));
                }
            }
            case Phase.Judging s ->
                owed.add(new Effect.Observe(task, s.live().number(), 0, s.live().handle()));
            case Phase.Draining s ->
                owed.add(new Effect.Drain(task, s.live().number(), 0, s.live().handle()));
            case Phase.Releasing s -> {
                if (!now.isBefore(s.notBefore())) {
                    owed.add(new Effect.Release(
                            task, s.attempt(), s.tries(), s.offer().place().provider(), s.held()));
                }
            }
            case Phase.Blocked _,
                    Phase.Queued _,
                    Phase.Preparing _,
                    Phase.Running _,
                    Phase.Backoff _,
                    Phase.Ended _ -> {}
        }
    }

    private static void placing(
            int task, TaskFacts facts, TaskState state, Phase.Placing s, Instant now, List<Effect> owed) {
        if (now.isBefore(s.notBefore())) {
            return;
        }
        var ledger = state.ledger();
        var attempt = ledger.lastAttempt() + 1;
        owed.add(
                switch (s.resume()) {
                    case Phase.Resume.Unknown _ ->
                        new Effect.FindResumePoint(
                                task,
                                attempt,
                                ledger.infraStreak(),
                                facts.checkpointBuckets(),
                                ledger.seals(),
                                ledger.lastAttempt());
                    case Phase.Resume.Known _ ->
                        new Effect.FindOffers(task, attempt, ledger.infraStreak(), facts.demand());
                });
    }
}
