package dev.outlast.node;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is known of an attempt on its node.
///
/// @param uptime of the node, now
/// @param ran time in `run`; it stops at the exit
/// @param outBytes logical size of `out`
/// @param idle since the last byte of output or touch of the heartbeat; empty before there was any
/// @param released whether there is a tombstone
/// @param boot the node's boot id
public record RunnerStatus(
        Phase phase,
        Liveness liveness,
        Optional<Exit> exit,
        Duration uptime,
        Duration ran,
        long outBytes,
        Optional<Duration> idle,
        boolean released,
        String boot) {
    public RunnerStatus {
        Objects.requireNonNull(phase);
        Objects.requireNonNull(liveness);
        Objects.requireNonNull(exit);
        Objects.requireNonNull(uptime);
        Objects.requireNonNull(ran);
        Objects.requireNonNull(idle);
        Objects.requireNonNull(boot);
    }

    public enum Phase {
        /// Nothing was ever started.
        NONE,
        CLAIMED,
        SETUP,
        BARRIER,
        RUN,
        /// Ended by itself.
        EXITED,
        /// Ended by the runner, or never begun.
        STOPPED
    }

    public enum Liveness {
        /// The supervisor lives.
        YES,
        /// The supervisor is gone, its job lives: nothing will write an exit record. Release ends it.
        ORPHAN,
        NO
    }

    public enum Reason {
        /// `setup` or `run` ended by itself.
        EXITED,
        /// By drain or release.
        STOPPED,
        /// The contact lease ran out.
        LEASE,
        /// There was a tombstone or a higher epoch.
        REFUSED,
        /// The supervisor died after the job had begun, and the attempt was started again.
        LOST,
        NEVER_ACTIVATED
    }

    /// @param phase where it ended; `CLAIMED` when nothing of the user's ran
    /// @param code 0–255; 128 + n for signal n
    /// @param uptime of the node, then
    public record Exit(Phase phase, int code, Duration uptime, Duration ran, Reason reason) {
        /// Reads the line of `state/exit`.
        ///
        /// @throws IllegalArgumentException when it is not one
        static Exit parse(String line) {
            var words = line.strip().split(" ", -1);
            if (words.length != 5) {
                throw new IllegalArgumentException("not an exit record: " + line);
            }
            return new Exit(
                    phaseOf(words[0]),
                    Integer.parseInt(words[1]),
                    Duration.ofMillis(Long.parseLong(words[2])),
                    Duration.ofMillis(Long.parseLong(words[3])),
                    Reason.valueOf(words[4].toUpperCase(Locale.ROOT).replace('-', '_')));
        }
    }

    static Phase phaseOf(String word) {
        return Phase.valueOf(word.toUpperCase(Locale.ROOT));
    }

    /// Reads one line of `runner.sh status`. Keys it does not know are left alone.
    ///
    /// @throws IllegalArgumentException when it is not one
    public static RunnerStatus parse(String line) {
        var fields = new HashMap<String, String>();
        for (var word : line.strip().split(" ", -1)) {
            var equals = word.indexOf('=');
            if (equals > 0) {
                fields.putIfAbsent(word.substring(0, equals), word.substring(equals + 1));
            }
        }
        var phase = phaseOf(require(fields.get("phase"), line));
        var reason = fields.getOrDefault("reason", "-");
        var ran = fields.getOrDefault("run_ms", "0");
        Optional<Exit> exit = reason.equals("-")
                ? Optional.empty()
                : Optional.of(Exit.parse(String.join(
                        " ",
                        require(fields.get("exit_phase"), line),
                        require(fields.get("code"), line),
                        require(fields.get("exit_uptime_ms"), line),
                        ran,
                        reason)));
        var idle = fields.getOrDefault("idle", "-");
        return new RunnerStatus(
                phase,
                Liveness.valueOf(require(fields.get("alive"), line).toUpperCase(Locale.ROOT)),
                exit,
                Duration.ofMillis(Long.parseLong(fields.getOrDefault("uptime_ms", "0"))),
                Duration.ofMillis(Long.parseLong(ran)),
                Long.parseLong(fields.getOrDefault("out", "0")),
                idle.equals("-") ? Optional.empty() : Optional.of(Duration.ofSeconds(Long.parseLong(idle))),
                fields.getOrDefault("released", "no").equals("yes"),
                fields.getOrDefault("boot", ""));
    }

    private static String require(@Nullable String value, String line) {
        if (value == null) {
            throw new IllegalArgumentException("not a status line: " + line);
        }
        return value;
    }
}
