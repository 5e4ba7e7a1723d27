package dev.outlast.cli.daemon;

import dev.outlast.cli.CommandException;
import dev.outlast.cli.ExitCode;
import dev.outlast.cli.Shell;
import dev.outlast.cli.http.ApiException;
import dev.outlast.cli.http.Client;
import dev.outlast.cli.http.ControllerFile;
import dev.outlast.cli.http.Endpoint;
import dev.outlast.cli.http.UnreachableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The controller of one home, as a process of its own.
public final class Daemon {
    private static final String MAIN = "dev.outlast.controller.Main";
    private static final Duration START = Duration.ofSeconds(90);
    private static final Duration STOP = Duration.ofSeconds(60);
    private static final int LOG_LINES = 15;

    private final Path home;

    public Daemon(Shell shell) {
        this.home = shell.home();
    }

    /// The running one, if there is one.
    public Optional<ControllerFile> running() {
        return ControllerFile.read(home).filter(file -> file.process().isPresent());
    }

    /// Returns when it is ready.
    ///
    /// @param port 0 for any free one; empty for what the configuration says
    public ControllerFile start(Optional<Integer> port) {
        var already = running();
        if (already.isPresent()) {
            awaitReady(already.get().process().orElseThrow());
            return running().orElse(already.get());
        }
        port.filter(p -> p > 0 && !PortHolder.isFree(p)).ifPresent(this::refuse);
        try {
            awaitReady(spawn(port).toHandle());
        } catch (IOException failed) {
            throw new CommandException(ExitCode.ERROR, "cannot start a controller: " + failed.getMessage());
        }
        return running().orElseThrow(() -> died("it went away at once"));
    }

    private void refuse(int port) {
        throw new CommandException(
                ExitCode.ERROR,
                "port " + port + " is taken by " + PortHolder.of(port).orElse("another program")
                        + "; stop it, or choose another: outlast controller start --port N");
    }

    private Process spawn(Optional<Integer> port) throws IOException {
        var logs = home.resolve("logs");
        Files.createDirectories(logs);
        var log =
                ProcessBuilder.Redirect.appendTo(logs.resolve("controller.log").toFile());
        var command = new ArrayList<String>();
        // A session of its own: closing the terminal is none of its business.
        if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
            command.add("/usr/bin/setsid");
        } else {
            command.add("nohup");
        }
        command.addAll(java(port));
        var builder = new ProcessBuilder(command)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(log)
                .redirectError(log)
                .directory(home.toFile());
        builder.environment().put("OUTLAST_HOME", home.toString());
        return builder.start();
    }

    /// The command line of a controller, for `run` too.
    public static List<String> java(Optional<Integer> port) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of("-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError", "--enable-native-access=ALL-UNNAMED"));
        var more = System.getenv().getOrDefault("OUTLAST_JAVA_OPTIONS", "");
        command.addAll(
                List.of(more.split(" ", -1)).stream().filter(o -> !o.isBlank()).toList());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN, "run"));
        port.ifPresent(number -> command.addAll(List.of("--port", number.toString())));
        return command;
    }

    private void awaitReady(ProcessHandle process) {
        long until = System.nanoTime() + START.toNanos();
        while (System.nanoTime() < until) {
            if (running().filter(Daemon::isReady).isPresent()) {
                return;
            }
            if (ended(process, Duration.ofMillis(25))) {
                throw died("it ended while it started");
            }
        }
        throw died("it was not ready after " + START.toSeconds() + " seconds");
    }

    private static boolean isReady(ControllerFile file) {
        try {
            new Client(new Endpoint(file.address(), Optional.empty(), "user")).get("/health/ready");
            return true;
        } catch (UnreachableException | ApiException notYet) {
            return false;
        }
    }

    private CommandException died(String how) {
        var log = home.resolve("logs").resolve("controller.log");
        return new CommandException(
                ExitCode.ERROR, "the controller did not start: " + how + ". The end of " + log + ":\n" + tail(log));
    }

    private static String tail(Path log) {
        try {
            var lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
        } catch (IOException none) {
            return "(no log)";
        }
    }

    /// Ends it in order; jobs go on.
    ///
    /// @return whether there was one
    public boolean stop() {
        var process = running().flatMap(ControllerFile::process);
        if (process.isEmpty()) {
            return false;
        }
        process.get().destroy();
        if (!ended(process.get(), STOP)) {
            throw new CommandException(
                    ExitCode.ERROR,
                    "process " + process.get().pid() + " still runs " + STOP.toSeconds()
                            + " seconds after SIGTERM; its log is " + home.resolve("logs/controller.log"));
        }
        return true;
    }

    private static boolean ended(ProcessHandle process, Duration wait) {
        try {
            process.onExit().get(wait.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException running) {
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new CompletionException(stopped);
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
