package dev.outlast.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outlast.testkit.systemd.NotifyListener;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A controller under a service manager, which is a socket of the test.
final class SupervisorTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    private Path directory;

    @Test
    void itSaysThatItIsReadyThatItLivesAndThatItEnds() {
        try (var listener = NotifyListener.at(directory.resolve("notify").toString());
                var controller = new Controller(directory)
                        .with("NOTIFY_SOCKET", listener.address())
                        .with("WATCHDOG_USEC", "2000000")) {
            controller.start();
            assertThat(listener.hears("READY=1", LONG)).isTrue();
            assertThat(listener.heard().getLast()).contains("STATUS=leads installation ", "launchers: local");
            assertThat(listener.hears("WATCHDOG=1", LONG)).isTrue();
            assertThat(listener.hears("WATCHDOG=1", LONG)).isTrue();

            assertThat(controller.stop()).isZero();
            assertThat(listener.hears("STOPPING=1", LONG)).isTrue();
        }
    }

    @Test
    void withoutTheLocalLauncherItStartsAndSaysSoAndAConfigurationThatNamesItIsRefused() throws Exception {
        try (var controller = new Controller(directory).with("OUTLAST_WITHOUT", "local")) {
            controller.start();
            assertThat(controller.door().get("/v1/check").text()).contains("OUTLAST_WITHOUT");
            controller.stop();

            controller.configured("providers: {local: {seed: 2}}\n");
            controller.spawn();
            assertThat(controller.awaitExit()).isEqualTo(2);
            assertThat(controller.said())
                    .contains("providers.local", "OUTLAST_WITHOUT")
                    .doesNotContain("\tat ");
            controller.configured("");
        }
    }
}
