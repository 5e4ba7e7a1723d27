package dev.outlast.provider.local;

import dev.outlast.core.spi.LauncherException;
import dev.outlast.node.AttemptDirectory;
import dev.outlast.node.RunnerStatus;
import dev.outlast.node.RunnerStatus.Liveness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
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
    private final InstantSource clock;
    private final String bootId;

    RankEnd(HomeLayout home, RunnerCommands commands, InstantSource clock, String bootId) {
        this.home = home;
        this.commands = commands;
        this.clock = clock;
        this.bootId = bootId;
    }

    /// @param starter of its runner, when this launcher started it
    record Node(Path directory, Optional<Process> starter) {}

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
    void kill(Path directory, Optional<Process> starter) throws IOException {
        var processes = new ArrayList<ProcessHandle>();
        var supervisor = RunnerProcess.in(directory.resolve("state/pid"), bootId)
                .or(() -> starter.filter(Process::isAlive).map(Process::toHandle));
        supervisor.ifPresent(handle -> {
            var below = handle.descendants().toList();
            handle.destroyForcibly();
            processes.addAll(below);
        });
        RunnerProcess.in(directory.resolve("state/job"), bootId).ifPresent(job -> {
            processes.addAll(job.descendants().toList());
            processes.add(job);
        });
        processes.forEach(ProcessHandle::destroyForcibly);
    }

    /// Ends everything these nodes run and deletes them; nothing is left when it returns.
    void release(List<Node> nodes) throws LauncherException, IOException {
        var stubborn = new ArrayList<Path>();
        for (var node : nodes) {
            if (Files.exists(node.directory()) && !hasEnded(node)) {
                stubborn.add(node.directory());
            }
        }
        endByRunner(stubborn);
        for (var node : nodes) {
            discard(node.directory());
        }
    }

    /// Whether certainly nothing of it runs, nor ever will again: its supervisor wrote the exit record and ended, and
    /// the kernel has ended with it whatever the job had started.
    private boolean hasEnded(Node node) throws IOException {
        var directory = node.directory();
        var status = new AttemptDirectory(directory, clock).status();
        if (status.exit().isEmpty() || status.exit().get().reason() != RunnerStatus.Reason.EXITED) {
            return false;
        }
        return isKernelContained(directory) && (status.liveness() == Liveness.NO || saysFarewell(node));
    }

    /// A supervisor that has just written its record ends within a moment.
    private boolean saysFarewell(Node node) throws IOException {
        try {
            return node.starter().isPresent()
                    && node.starter().get().waitFor(FAREWELL_MILLIS, TimeUnit.MILLISECONDS)
                    && new AttemptDirectory(node.directory(), clock).status().liveness() == Liveness.NO;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean isKernelContained(Path directory) throws IOException {
        try {
            return Files.readString(directory.resolve("state/isolation")).startsWith("pidns ");
        } catch (NoSuchFileException notYet) {
            return false;
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

    /// Takes the directory out of everybody's way before it is deleted: a runner that was about to be started for it
    /// by another process finds nothing to run.
    void discard(Path directory) throws LauncherException, IOException {
        var trash = home.trash().resolve(directory.getFileName());
        try {
            TreeDelete.delete(trash);
            Files.move(directory, trash, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException gone) {
            return;
        }
        empty(trash);
    }

    /// Deletes a directory in the trash, after whatever still runs in it.
    void empty(Path trash) throws LauncherException, IOException {
        if (new AttemptDirectory(trash, clock).status().liveness() != Liveness.NO) {
            endByRunner(List.of(trash));
        }
        TreeDelete.delete(trash);
    }
}
