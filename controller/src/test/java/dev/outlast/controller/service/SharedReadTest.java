package dev.outlast.controller.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class SharedReadTest {
    @Test
    void whoAsksMeanwhileSharesTheNextRead() throws Exception {
        var value = new AtomicInteger();
        var begun = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var shared = new SharedRead<>(() -> {
            var read = value.incrementAndGet();
            begun.countDown();
            goOn.await();
            return read;
        });
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(shared::read);
            begun.await();
            var later = new ArrayList<Future<Integer>>();
            var asking = new AtomicInteger();
            for (var i = 0; i < 50; i++) {
                later.add(threads.submit(() -> {
                    asking.incrementAndGet();
                    return shared.read();
                }));
            }
            await().until(() -> asking.get() == 50);
            goOn.countDown();
            assertThat(first.get()).isEqualTo(1);
            for (var read : later) {
                assertThat(read.get()).isGreaterThan(1);
            }
        }
        assertThat(value.get()).isBetween(2, 51);
    }

    @Test
    void aFailureIsEverybodysAndTheNextReadIsTriedAgain() throws Exception {
        var calls = new AtomicInteger();
        var shared = new SharedRead<>(() -> {
            if (calls.incrementAndGet() == 1) {
                throw new IOException("away");
            }
            return calls.get();
        });
        assertThatThrownBy(shared::read).isInstanceOf(IOException.class).hasMessage("away");
        assertThat(shared.read()).isEqualTo(2);
    }
}
