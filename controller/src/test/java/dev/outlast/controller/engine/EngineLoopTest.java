package dev.outlast.controller.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outlast.controller.lifecycle.Lifecycle;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// The loop's rounds tell a watchdog whether the engine lives.
final class EngineLoopTest {
    private final Bench bench = new Bench();
    private final Mailbox mailbox = new Mailbox(3);

    @Test
    void anIdleEngineGoesRoundWhenNudgedAndOneThatHangsDoesNot() throws Exception {
        var hangs = new CountDownLatch(1);
        var reached = new CountDownLatch(1);
        bench.decider = (facts, state, event, situation) -> {
            reached.countDown();
            try {
                hangs.await();
            } catch (InterruptedException cut) {
                throw new IllegalStateException(cut);
            }
            return Lifecycle.decide(facts, state, event, situation);
        };
        var loop = new EngineLoop(bench.engine(), mailbox, 16, failure -> {
            throw new AssertionError(failure);
        });
        loop.start();
        for (int i = 0; i < 3; i++) {
            var before = loop.rounds();
            mailbox.nudge();
            await().until(() -> loop.rounds() > before);
        }

        mailbox.offer(bench.submit(_ -> {}));
        reached.await();
        var stuck = loop.rounds();
        mailbox.nudge();
        mailbox.nudge();
        assertThat(loop.rounds()).isEqualTo(stuck);

        hangs.countDown();
        await().until(() -> loop.rounds() > stuck);
        loop.stop();
    }
}
