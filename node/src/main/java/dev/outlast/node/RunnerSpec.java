package dev.outlast.node;

import dev.outlast.core.job.Token;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// What one rank of an attempt shall run, and how: the content of `spec/`.
///
/// @param rank 0-based
/// @param setup shell text, empty for none
/// @param run shell text
/// @param variables what [JobEnvironment] made, secrets included, in order
/// @param settings how the runner behaves
public record RunnerSpec(
        Token token,
        long epoch,
        int rank,
        int numNodes,
        String setup,
        String run,
        Map<String, String> variables,
        Settings settings) {
    public RunnerSpec {
        Objects.requireNonNull(token);
        Objects.requireNonNull(setup);
        Objects.requireNonNull(run);
        Objects.requireNonNull(settings);
        variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
        if (rank < 0 || rank >= numNodes || epoch < 0) {
            throw new IllegalArgumentException("rank " + rank + " of " + numNodes + ", epoch " + epoch);
        }
    }

    /// How processes are held together so that release finds them all.
    public enum Isolation {
        /// The best the node can do.
        AUTO,
        PIDNS,
        CGROUP,
        SCAN
    }

    /// Which files of the user the shell reads first.
    public enum Profile {
        LOGIN,
        NONE
    }

    /// @param grace from SIGTERM to SIGKILL, whole seconds
    /// @param contactLease zero for none, else at least two seconds
    /// @param activateDeadline how long `start --wait-activate` waits
    /// @param barrier whether `run` waits for [AttemptDirectory#go()] after `setup`
    /// @param home the job's HOME; empty for that of the runner
    /// @param notice where the runner says that something changed
    public record Settings(
            Duration grace,
            Duration contactLease,
            Duration activateDeadline,
            Isolation isolation,
            Profile profile,
            boolean barrier,
            Optional<String> home,
            Optional<Notice> notice) {
        public static final Settings DEFAULT = new Settings(
                Duration.ofSeconds(30),
                Duration.ZERO,
                Duration.ofMinutes(10),
                Isolation.AUTO,
                Profile.LOGIN,
                false,
                Optional.empty(),
                Optional.empty());

        public Settings {
            Objects.requireNonNull(activateDeadline);
            Objects.requireNonNull(isolation);
            Objects.requireNonNull(profile);
            home.ifPresent(Settings::oneLine);
            Objects.requireNonNull(notice);
            if (grace.isNegative() || contactLease.isNegative()) {
                throw new IllegalArgumentException("negative time: " + grace + ", " + contactLease);
            }
            if (contactLease.isPositive() && contactLease.toSeconds() < 2) {
                throw new IllegalArgumentException("a contact lease takes at least 2 seconds: " + contactLease);
            }
        }

        private static void oneLine(String text) {
            if (text.indexOf('\n') >= 0 || text.indexOf('\0') >= 0 || !text.equals(text.strip())) {
                throw new IllegalArgumentException("must be one line without blanks around it: " + text);
            }
        }
    }

    /// The runner touches a file `id` in `directory` after every change of state.
    public record Notice(String directory, String id) {
        public Notice {
            Settings.oneLine(directory);
            Settings.oneLine(id);
            if (id.isEmpty() || id.indexOf('/') >= 0) {
                throw new IllegalArgumentException("not a file name: " + id);
            }
        }
    }

    /// The files of `spec/` in the order they must be written: `conf` last, for a runner does not start without it.
    public List<NodeFile> files() {
        var files = new ArrayList<NodeFile>();
        files.add(NodeFile.text("spec/env", ShellQuote.exports(variables)));
        if (!setup.isEmpty()) {
            files.add(NodeFile.text("spec/setup", setup));
        }
        files.add(NodeFile.text("spec/run", run));
        files.add(NodeFile.text("spec/conf", conf()));
        return files;
    }

    private String conf() {
        var lines = new StringBuilder()
                .append("token=")
                .append(token.text())
                .append("\nepoch=")
                .append(epoch)
                .append("\nrank=")
                .append(rank)
                .append("\nnum_nodes=")
                .append(numNodes)
                .append("\ngrace=")
                .append(settings.grace().toSeconds())
                .append("\ncontact_lease=")
                .append(settings.contactLease().toSeconds())
                .append("\nactivate_deadline=")
                .append(settings.activateDeadline().toSeconds())
                .append("\nisolate=")
                .append(settings.isolation().name().toLowerCase(Locale.ROOT))
                .append("\nprofile=")
                .append(settings.profile().name().toLowerCase(Locale.ROOT))
                .append("\nbarrier=")
                .append(settings.barrier() ? 1 : 0);
        settings.home().ifPresent(home -> lines.append("\nhome=").append(home));
        settings.notice()
                .ifPresent(notice -> lines.append("\nnotify=")
                        .append(notice.directory())
                        .append("\nnotify_id=")
                        .append(notice.id()));
        return lines.append('\n').toString();
    }

    /// The variables hold secrets.
    @Override
    public String toString() {
        return "RunnerSpec[" + token + ", epoch " + epoch + ", rank " + rank + "/" + numNodes + "]";
    }
}
