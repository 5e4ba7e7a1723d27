package dev.outlast.cli.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.outlast.cli.client.Trust;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/// Finds, starts and stops the controller of one home.
public final class LocalController {
    public static final Duration START = Duration.ofSeconds(60);
    public static final Duration STOP = Duration.ofSeconds(30);

    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final long STEP_MILLIS = 40;
    private static final int LAST_LINES = 12;

    private final Installation installation;
    private final Processes processes;
    private volatile Optional<Process> launched = Optional.empty();

    public LocalController(Installation installation) {
        this(installation, new SystemProcesses());
    }

    LocalController(Installation installation, Processes processes) {
        this.installation = Objects.requireNonNull(installation);
        this.processes = Objects.requireNonNull(processes);
    }

    /// @param already whether it ran before it was asked to start
    public record Started(ControllerRecord controller, boolean already) {}

    /// The one that runs; a record that somebody left behind is none.
    public Optional<ControllerRecord> running() {
        return ControllerRecord.read(installation.controllerFile()).filter(found -> found.isAlive(processes));
    }

    /// What it says about itself; empty when it does not answer.
    public Optional<JsonNode> overview(ControllerRecord controller) {
        try {
            var reply = door(controller).get("/v1/status");
            return reply.isOk() ? Optional.of(new ObjectMapper().readTree(reply.text())) : Optional.empty();
        } catch (IOException silent) {
            return Optional.empty();
        }
    }

    public Door door(ControllerRecord controller) {
        return Door.at(controller.address(), installation, ANSWER);
    }

    /// Returns when one is ready: the one that runs already, or a new one that outlives this process.
    ///
    /// @param port -1 for the configured one, 0 for any
    public Started start(int port) throws ControllerException, InterruptedException {
        try {
            prepareHome();
            // Two starts at once: the second waits here, and finds what the first has started.
            try (var channel = FileChannel.open(
                            installation.startLock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var _ = channel.lock()) {
                var found = running();
                if (found.isPresent()) {
                    return new Started(awaitReady(Optional.empty()), true);
                }
                checkFree(port);
                return new Started(awaitReady(Optional.of(launch(port))), false);
            }
        } catch (IOException failed) {
            throw new ControllerException(
                    "cannot start a controller in " + installation.home() + ": " + reason(failed));
        }
    }

    /// What is wrong with the home itself is said in words; a full disk, or a broken installation, as it was told.
    private String reason(IOException failed) {
        if (!(failed instanceof FileSystemException at)
                || at.getFile() == null
                || !installation.home().startsWith(at.getFile())) {
            return failed.toString();
        }
        return at.getFile()
                + (failed instanceof FileAlreadyExistsException
                        ? " is no directory"
                        : failed instanceof AccessDeniedException
                                ? " may not be written by this user"
                                : " cannot be made" + (at.getReason() == null ? "" : " (" + at.getReason() + ")"))
                + "; OUTLAST_HOME must name a directory of yours, or one that can be made";
    }

    /// Returns when it has ended. False when there was none.
    public boolean stop() throws ControllerException, InterruptedException {
        var found = running();
        if (found.isEmpty()) {
            return endOnItsWay();
        }
        var controller = found.get();
        processes.end(controller.pid());
        var deadline = System.nanoTime() + STOP.toNanos();
        while (controller.isAlive(processes)) {
            if (System.nanoTime() > deadline) {
                throw new ControllerException("the controller (pid " + controller.pid() + ") has not ended within "
                        + STOP.toSeconds() + " s; it was asked to and may still do so");
            }
            Thread.sleep(STEP_MILLIS);
        }
        return true;
    }

    /// A start that was cut short: there is a process, but no record of it yet.
    private boolean endOnItsWay() throws InterruptedException {
        var process = launched;
        if (process.isEmpty() || !process.get().isAlive()) {
            return false;
        }
        process.get().destroy();
        if (!process.get().waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
            process.get().destroyForcibly().waitFor();
        }
        return true;
    }

    private void prepareHome() throws IOException {
        for (var folder : List.of(installation.home(), installation.output().resolveSibling("."))) {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(
                        folder.normalize(),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
        }
    }

    private static void checkFree(int port) throws ControllerException {
        if (port <= 0) {
            return;
        }
        try (var socket = new ServerSocket()) {
            // As the server does: what only waits for its last packets does not count.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException taken) {
            throw new ControllerException("port " + port + " is in use by another program; choose another one with "
                    + "--port N, or --port 0 for any that is free");
        }
    }

    private Process launch(int port) throws IOException {
        var output = installation.output();
        if (Files.exists(output)) {
            Files.move(output, output.resolveSibling("controller.out.old"), StandardCopyOption.REPLACE_EXISTING);
        }
        var builder = new ProcessBuilder(ServerCommand.detached(port))
                .directory(new File("/"))
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().put("OUTLAST_HOME", installation.home().toString());
        var process = builder.start();
        launched = Optional.of(process);
        return process;
    }

    /// @param process that is to become ready; empty when it runs already
    private ControllerRecord awaitReady(Optional<Process> process)
            throws ControllerException, InterruptedException, IOException {
        var deadline = System.nanoTime() + START.toNanos();
        while (System.nanoTime() < deadline) {
            var found = running();
            if (found.isPresent() && found.get().listensNowhere()) {
                stop();
                throw new ControllerException("the controller could not listen: another program has its port; "
                        + "`--port N` or `port:` in config.yaml chooses another");
            }
            if (found.isPresent() && isReady(found.get())) {
                return found.get();
            }
            if (process.isPresent() && !process.get().isAlive()) {
                throw new ControllerException("the controller did not start: "
                        + lastWords(process.get().exitValue()));
            }
            if (process.isEmpty() && found.isEmpty()) {
                throw new ControllerException("the controller that was there has ended; start it again");
            }
            Thread.sleep(STEP_MILLIS);
        }
        throw new ControllerException("the controller is not ready after " + START.toSeconds()
                + " s, and goes on starting; `outlast controller status` and "
                + installation.home().resolve("logs/controller.log") + " tell more");
    }

    private boolean isReady(ControllerRecord controller) throws ControllerException {
        try {
            return door(controller).get("/health/ready").isOk();
        } catch (SSLException untrusted) {
            throw new ControllerException("the controller runs at " + controller.address()
                    + ", and is not believed here: " + Trust.advice(untrusted));
        } catch (IOException notYet) {
            return false;
        }
    }

    /// Its own message where it has one, else the end of what it printed.
    private String lastWords(int exit) throws IOException {
        var lines = Files.readAllLines(installation.output());
        var own = lines.stream().filter(line -> line.startsWith("outlast: ")).toList();
        if (!own.isEmpty()) {
            return own.getLast().substring("outlast: ".length());
        }
        return "exit code " + exit + ", after\n"
                + String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    }
}
