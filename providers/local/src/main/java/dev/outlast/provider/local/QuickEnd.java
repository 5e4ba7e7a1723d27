package dev.outlast.provider.local;

import dev.outlast.core.spi.LauncherException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Ends a node whose job runs in a PID namespace, as the runner's `release` would, without starting a program: a
/// thousand releases at once would otherwise be some ten thousand of them.
///
/// Whatever is not exactly as it should be is left to the runner, which looks for everything.
final class QuickEnd {
    private static final long PATIENCE_MILLIS = 2_000;
    private static final long LONGEST_PAUSE_MILLIS = 50;

    private final String bootId;

    QuickEnd(String bootId) {
        this.bootId = bootId;
    }

    /// @return whether certainly nothing of it runs any more; false: the runner must release it
    boolean end(Path directory) throws LauncherException, IOException {
        var state = directory.resolve("state");
        var supervisor = RunnerProcess.in(state.resolve("pid"), bootId);
        var job = RunnerProcess.in(state.resolve("job"), bootId);
        if (supervisor.isEmpty() || job.isEmpty() || !isInNamespace(state)) {
            return false;
        }
        bury(directory);
        // It must start nothing more and write no exit record. What it has started is looked for only then.
        if (!Signals.stop(supervisor.get())
                || !children(supervisor.get()).equals(List.of(job.get().pid()))) {
            return false;
        }
        var inits = children(job.get());
        var init = inits.size() == 1 ? ProcessHandle.of(inits.getFirst()) : Optional.<ProcessHandle>empty();
        if (init.isEmpty() || !init.get().parent().equals(job)) {
            return false;
        }
        supervisor.get().destroyForcibly();
        // The kernel ends all that is in the namespace with its first process.
        init.get().destroyForcibly();
        return areGone(state);
    }

    private static boolean isInNamespace(Path state) throws IOException {
        try {
            return Files.readString(state.resolve("isolation")).startsWith("pidns ");
        } catch (NoSuchFileException notYet) {
            return false;
        }
    }

    /// A runner that is started later finds this and does nothing.
    private static void bury(Path directory) throws IOException {
        var epoch = "0\n";
        try {
            epoch = Files.readString(directory.resolve("epoch"));
        } catch (NoSuchFileException notClaimed) {
            // Then the claim is under way, and will see the tombstone.
        }
        try {
            Files.writeString(directory.resolve("tombstone"), epoch, StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException already) {
            return;
        }
    }

    private static List<Long> children(ProcessHandle process) throws IOException {
        var pid = process.pid();
        try {
            var text = Files.readString(Path.of("/proc/" + pid + "/task/" + pid + "/children"));
            return Arrays.stream(text.strip().split(" ", -1))
                    .filter(word -> !word.isEmpty())
                    .map(Long::valueOf)
                    .toList();
        } catch (NoSuchFileException goneOrNotBuiltIn) {
            return List.of();
        }
    }

    private boolean areGone(Path state) throws LauncherException, IOException {
        var pause = 1L;
        for (var waited = 0L; waited < PATIENCE_MILLIS; waited += pause) {
            if (RunnerProcess.in(state.resolve("job"), bootId).isEmpty()
                    && RunnerProcess.in(state.resolve("pid"), bootId).isEmpty()) {
                return true;
            }
            pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
            try {
                Thread.sleep(pause);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw Refusals.unknown("interrupted", interrupted);
            }
        }
        return false;
    }
}
