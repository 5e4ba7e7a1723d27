package dev.outlast.provider.local;

import dev.outlast.core.spi.LauncherException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Ends nodes: politely, by cutting the power, or for good.
final class RankEnd {
    private static final long RELEASE_SECONDS = 60;
    private static final long FAREWELL_MILLIS = 250;
    private static final int CLAIM_TRIES = 100;
    private static final long CLAIM_MILLIS = 20;

    private final HomeLayout home;
    private final RunnerCommands commands;
    private final String bootId;
    private final QuickEnd quickEnd;

    RankEnd(HomeLayout home, RunnerCommands commands, String bootId) {
        this.home = home;
        this.commands = commands;
        this.bootId = bootId;
        this.quickEnd = new QuickEnd(bootId);
    }

    /// @param starter of its runner, when this launcher started it
    record Node(Path directory, Optional<Started> starter) {}

    /// Asks the supervisor to end its job. One that was only just started may need a moment to have a name.
    void drain(Path directory) throws LauncherException, IOException {
        for (var tries = 0; tries < CLAIM_TRIES; tries++) {
            var supervisor = RunnerProcess.in(directory.resolve("state/pid"), bootId);
            if (supervisor.isPresent()) {
                supervisor.get().destroy();
                return;
            }
            if (Files.exists(directory.resolve("state/exit")) || Files.exists(directory.resolve("state/job"))) {
                return;
            }
            pause();
        }
        throw Refusals.provider("the runner of " + directory.getFileName() + " has not begun yet");
    }

    private static void pause() throws LauncherException {
        try {
            Thread.sleep(CLAIM_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw Refusals.unknown("interrupted", interrupted);
        }
    }

    /// As if the power were cut: the supervisor first, so that it writes no exit record.
    void kill(Path directory, Optional<Started> starter) throws IOException {
        var processes = new ArrayList<ProcessHandle>();
        var supervisor = RunnerProcess.in(directory.resolve("state/pid"), bootId)
                .or(() -> starter.filter(Started::isAlive).map(Started::handle));
        supervisor.ifPresent(handle -> {
            var below = handle.descendants().toList();
            handle.destroyForcibly();
            processes.addAll(below);
        });
        RunnerProcess.in(directory.resolve("state/job"), bootId).ifPresent(job -> {
            // Stopped, it has either forked what comes below, or never will.
            Signals.stop(job);
            processes.addAll(job.descendants().toList());
            processes.add(job);
        });
        processes.forEach(ProcessHandle::destroyForcibly);
    }

    /// Ends everything these nodes run and deletes them; nothing is left when it returns.
    void release(List<Node> nodes) throws LauncherException, IOException {
        var present =
                nodes.stream().filter(node -> Files.exists(node.directory())).toList();
        var stubborn = new ArrayList<Path>();
        for (var node : present) {
            if (!hasEnded(node) && !quickEnd.end(node.directory())) {
                stubborn.add(node.directory());
            }
        }
        endByRunner(stubborn);
        for (var node : present) {
            discard(node.directory());
        }
    }

    /// Whether certainly nothing of it runs, nor ever will again: its supervisor wrote the exit record and ended,
    /// and
    /// the kernel has ended with it whatever the job had started.
    private boolean hasEnded(Node node) throws IOException {
        var state = node.directory().resolve("state");
        return Files.exists(state.resolve("exit"))
                && firstWord(state.resolve("isolation")).equals("pidns")
                && (!lives(state.resolve("pid")) || saysFarewell(node, state))
                && !lives(state.resolve("job"));
    }

    private boolean lives(Path record) throws IOException {
        return RunnerProcess.in(record, bootId).isPresent();
    }

    /// A supervisor that has just written its record ends within a moment.
    private boolean saysFarewell(Node node, Path state) throws IOException {
        try {
            return node.starter().isPresent()
                    && node.starter().get().waitFor(FAREWELL_MILLIS)
                    && !lives(state.resolve("pid"));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String firstWord(Path file) throws IOException {
        try {
            var text = Files.readString(file);
            return text.substring(0, Math.max(0, text.indexOf(' ')));
        } catch (NoSuchFileException notYet) {
            return "";
        }
    }

    private void endByRunner(List<Path> directories) throws LauncherException, IOException {
        var releases = new ArrayList<Process>();
        for (var directory : directories) {
            releases.add(commands.release(directory));
        }
        for (var i = 0; i < releases.size(); i++) {
            try {
                if (!releases.get(i).waitFor(RELEASE_SECONDS, TimeUnit.SECONDS)
                        || releases.get(i).exitValue() != 0) {
                    throw new IOException(
                            "the runner could not release " + directories.get(i).getFileName());
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw Refusals.unknown("interrupted", interrupted);
            }
        }
    }

    /// Takes the directory out of everybody's way before it is deleted: a runner that was about to be started for
    /// it
    /// by another process finds nothing to run.
    private void discard(Path directory) throws LauncherException, IOException {
        var trash = home.trash().resolve(directory.getFileName());
        try {
            if (Files.exists(trash)) {
                TreeDelete.delete(trash);
            }
            Files.move(directory, trash, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException gone) {
            return;
        }
        empty(trash);
    }

    /// Deletes a directory in the trash, after whatever still runs in it.
    void empty(Path trash) throws LauncherException, IOException {
        if (lives(trash.resolve("state/pid")) || lives(trash.resolve("state/job"))) {
            endByRunner(List.of(trash));
        }
        TreeDelete.delete(trash);
    }
}
