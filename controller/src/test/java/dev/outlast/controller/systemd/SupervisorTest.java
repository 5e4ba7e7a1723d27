package dev.outlast.controller.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outlast.testkit.systemd.NotifyListener;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What systemd would hear, heard by a socket of the test.
final class SupervisorTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final long PID = 4711;

    @TempDir
    private Path directory;

    private static Supervisor told(NotifyListener listener, Map<String, String> more) {
        var environment = new HashMap<>(more);
        environment.put("NOTIFY_SOCKET", listener.address());
        return Supervisor.of(environment, PID);
    }

    @Test
    void readinessAndTheEndAreToldAtAPath() {
        try (var listener = NotifyListener.at(directory.resolve("notify").toString());
                var manager = told(listener, Map.of())) {
            manager.ready("leads,\nepoch 3");
            manager.stopping();

            assertThat(listener.next(LONG)).hasValue("READY=1\nSTATUS=leads, epoch 3");
            assertThat(listener.next(LONG))
                    .hasValueSatisfying(said -> assertThat(said).startsWith("STOPPING=1\n"));
        }
    }

    @Test
    void anAbstractAddressIsAsGood() {
        try (var listener = NotifyListener.at(
                        "@outlast-test-" + ProcessHandle.current().pid());
                var manager = told(listener, Map.of())) {
            manager.ready("leads");

            assertThat(listener.hears("READY=1", LONG)).isTrue();
        }
    }

    @Test
    void theWatchdogIsFedWhileTheEngineMovesAndNoLonger() {
        var rounds = new AtomicLong();
        var hangs = new AtomicLong();
        try (var listener = NotifyListener.at(directory.resolve("notify").toString());
                var manager = told(listener, Map.of("WATCHDOG_USEC", "400000"))) {
            manager.follow(() -> "leads", rounds::get, () -> rounds.addAndGet(1 - hangs.get()));
            for (int i = 0; i < 5; i++) {
                assertThat(listener.hears("WATCHDOG=1", LONG)).isTrue();
            }

            hangs.set(1);
            // One or two words may be under way.
            var late = 0;
            while (listener.next(Duration.ofSeconds(1)).isPresent()) {
                assertThat(++late).isLessThan(4);
            }

            hangs.set(0);
            rounds.incrementAndGet();
            assertThat(listener.hears("WATCHDOG=1", LONG)).isTrue();
        }
    }

    @Test
    void aWatchdogOfAnotherProcessIsNotFed() {
        try (var listener = NotifyListener.at(directory.resolve("notify").toString());
                var manager = told(listener, Map.of("WATCHDOG_USEC", "100000", "WATCHDOG_PID", "1"))) {
            var rounds = new AtomicLong();
            manager.follow(() -> "stands by " + rounds.get() / 2, rounds::get, rounds::incrementAndGet);

            assertThat(listener.next(LONG)).hasValue("STATUS=stands by 0");
            assertThat(rounds).hasValue(0);
        }
    }

    @Test
    void withoutAManagerNothingIsSaidAndNothingRuns() {
        try (var manager = Supervisor.of(Map.of("WATCHDOG_USEC", "1000"), PID)) {
            var asked = new AtomicLong();
            manager.ready("leads");
            manager.follow(() -> "", asked::incrementAndGet, () -> {});
            manager.stopping();

            assertThat(asked).hasValue(0);
        }
    }

    @Test
    void anAddressThatIsNoneAndAManagerThatIsGoneHarmNobody() {
        try (var wrong = Supervisor.of(Map.of("NOTIFY_SOCKET", "vsock:2:1"), PID);
                var gone = Supervisor.of(
                        Map.of("NOTIFY_SOCKET", directory.resolve("gone").toString()), PID)) {
            wrong.ready("leads");
            gone.ready("leads");
        }
    }

    @Test
    void aNameMayBeAsLongAsTheKernelTakes() throws Exception {
        var longest = NotifySocket.at("@" + "n".repeat(107));
        assertThatThrownBy(() -> longest.send("READY=1")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> NotifySocket.at("/" + "n".repeat(108))).isInstanceOf(IllegalArgumentException.class);
    }
}
