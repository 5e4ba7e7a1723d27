package dev.outlast.testkit.leader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outlast.core.spi.Leadership;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What every election promises.
@Timeout(60)
public abstract class LeadershipContract {

    /// A new contender for one and the same lead.
    protected abstract Leadership contender(String name) throws Exception;

    @Test
    void theOnlyContenderIsElected() throws Exception {
        try (var a = contender("a")) {
            assertThat(a.awaitElection().stands()).isTrue();
        }
    }

    @Test
    void theNextIsElectedOnlyAfterTheFirstResigned() throws Exception {
        try (var a = contender("a");
                var b = contender("b")) {
            var first = a.awaitElection();
            var second = new Waiter(b);
            second.start();
            assertThat(second.task.isDone()).isFalse();
            assertThat(first.stands()).isTrue();
            first.resign();
            assertThat(second.task.get().stands()).isTrue();
            assertThat(first.stands()).isFalse();
        }
    }

    @Test
    void resigningTwiceDoesNotEndSomebodyElsesTerm() throws Exception {
        try (var a = contender("a");
                var b = contender("b")) {
            var first = a.awaitElection();
            first.resign();
            var second = b.awaitElection();
            first.resign();
            assertThat(first.stands()).isFalse();
            assertThat(second.stands()).isTrue();
        }
    }

    @Test
    void whoResignedCanBeElectedAgain() throws Exception {
        try (var a = contender("a")) {
            var first = a.awaitElection();
            first.resign();
            var second = a.awaitElection();
            assertThat(second.stands()).isTrue();
            assertThat(first.stands()).isFalse();
        }
    }

    @Test
    void anInterruptedWaitIsGivenUp() throws Exception {
        try (var a = contender("a");
                var b = contender("b");
                var c = contender("c")) {
            var first = a.awaitElection();
            var waiter = new Waiter(b);
            waiter.start();
            waiter.thread.interrupt();
            assertThatThrownBy(waiter.task::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(InterruptedException.class);
            first.resign();
            assertThat(c.awaitElection().stands()).isTrue();
        }
    }

    @Test
    void closingStopsWhoWaits() throws Exception {
        try (var a = contender("a")) {
            var first = a.awaitElection();
            var b = contender("b");
            var waiter = new Waiter(b);
            waiter.start();
            b.close();
            assertThatThrownBy(waiter.task::get).hasCauseInstanceOf(InterruptedException.class);
            assertThat(first.stands()).isTrue();
        }
    }

    @Test
    void closingResigns() throws Exception {
        var a = contender("a");
        var first = a.awaitElection();
        a.close();
        a.close();
        assertThat(first.stands()).isFalse();
        try (var b = contender("b")) {
            assertThat(b.awaitElection().stands()).isTrue();
        }
    }

    private static final class Waiter {
        private final CountDownLatch started = new CountDownLatch(1);
        private final FutureTask<Leadership.Term> task;
        private final Thread thread;

        private Waiter(Leadership contender) {
            task = new FutureTask<>(() -> {
                started.countDown();
                return contender.awaitElection();
            });
            thread = Thread.ofPlatform().daemon().unstarted(task);
        }

        private void start() throws InterruptedException {
            thread.start();
            started.await();
        }
    }
}
