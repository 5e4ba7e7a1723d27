package dev.outlast.controller.systemd;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The service manager that started this process, or none: then nothing is said to anybody. `systemd/` has the units.
public final class Supervisor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
    /// Between two looks at what the status says, when nothing else sets the pace.
    private static final Duration STATUS = Duration.ofSeconds(2);

    private final Optional<NotifySocket> socket;
    private final Optional<Duration> watchdog;
    private Optional<Thread> thread = Optional.empty();

    private Supervisor(Optional<NotifySocket> socket, Optional<Duration> watchdog) {
        this.socket = socket;
        this.watchdog = watchdog;
    }

    /// @param environment of the process: `NOTIFY_SOCKET`, `WATCHDOG_USEC`, `WATCHDOG_PID`
    /// @param pid of this process; the watchdog may be meant for another one
    public static Supervisor of(Map<String, String> environment, long pid) {
        var address = environment.getOrDefault("NOTIFY_SOCKET", "");
        if (address.isEmpty()) {
            return new Supervisor(Optional.empty(), Optional.empty());
        }
        try {
            var watched = environment.getOrDefault("WATCHDOG_PID", Long.toString(pid));
            var micros = Long.parseLong(environment.getOrDefault("WATCHDOG_USEC", "0"));
            var meant = micros > 0 && watched.equals(Long.toString(pid));
            return new Supervisor(
                    Optional.of(NotifySocket.at(address)),
                    meant ? Optional.of(Duration.ofNanos(Math.multiplyExact(micros, 1_000))) : Optional.empty());
        } catch (IllegalArgumentException | ArithmeticException wrong) {
            LOG.warn("the service manager is told nothing: {}", wrong.getMessage());
            return new Supervisor(Optional.empty(), Optional.empty());
        }
    }

    /// The door is open.
    public void ready(String status) {
        send("READY=1\nSTATUS=" + oneLine(status));
    }

    /// From now on the status is followed, and the watchdog is fed as long as `progress` moves: four times in its time,
    /// so that one long step of the engine does not look like its end.
    ///
    /// @param status one line for people
    /// @param progress a number that changes as long as the engine gets on
    /// @param nudge lets an idle engine take a step; returns at once
    public synchronized void follow(Supplier<String> status, LongSupplier progress, Runnable nudge) {
        if (socket.isEmpty() || thread.isPresent()) {
            return;
        }
        var heart = new Heart(Objects.requireNonNull(progress), Objects.requireNonNull(nudge));
        var pace = watchdog.map(limit -> limit.dividedBy(4)).orElse(STATUS);
        var follower = Thread.ofPlatform()
                .name("service-manager")
                .daemon()
                .unstarted(() -> follow(Objects.requireNonNull(status), heart, pace));
        thread = Optional.of(follower);
        follower.start();
    }

    private void follow(Supplier<String> status, Heart heart, Duration pace) {
        var said = "";
        var silent = false;
        try {
            while (true) {
                var now = ask(status);
                if (!now.equals(said)) {
                    send("STATUS=" + oneLine(now));
                    said = now;
                }
                if (watchdog.isPresent()) {
                    if (heart.beats()) {
                        send("WATCHDOG=1");
                        silent = false;
                    } else if (!silent) {
                        LOG.error("the engine does not get on: the watchdog is no longer fed");
                        silent = true;
                    }
                }
                Thread.sleep(pace);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static String ask(Supplier<String> status) {
        try {
            return status.get();
        } catch (RuntimeException bug) {
            return "its status cannot be told: " + bug;
        }
    }

    /// An orderly stop has begun.
    public void stopping() {
        send("STOPPING=1\nSTATUS=stopping; running jobs go on");
    }

    @Override
    public synchronized void close() {
        thread.ifPresent(Thread::interrupt);
    }

    /// What is said helps, and is never needed: a failure is no reason to end.
    private void send(String message) {
        socket.ifPresent(to -> {
            try {
                to.send(message);
            } catch (IOException unheard) {
                LOG.warn("the service manager does not hear: {}", unheard.getMessage());
            }
        });
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\R", " ");
    }
}
