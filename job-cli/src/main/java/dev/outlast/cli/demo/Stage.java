package dev.outlast.cli.demo;

import dev.outlast.cli.CommandException;
import dev.outlast.cli.ExitCode;
import dev.outlast.cli.Main;
import dev.outlast.cli.Shell;
import dev.outlast.cli.daemon.Daemon;
import dev.outlast.cli.http.ApiException;
import dev.outlast.cli.http.Client;
import dev.outlast.cli.http.Endpoint;
import dev.outlast.cli.http.Json;
import dev.outlast.cli.http.UnreachableException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// A home of its own with a controller of its own, gone afterwards.
final class Stage implements AutoCloseable {
    private static final String BUCKET = "train-checkpoints";

    private final Shell shell;
    private final Path home;
    private final boolean keep;
    private final AtomicBoolean struck = new AtomicBoolean();
    private final Thread hook;

    private Stage(Shell shell, Path home, boolean keep) {
        this.shell = shell;
        this.home = home;
        this.keep = keep;
        this.hook = Thread.ofPlatform().name("strike").unstarted(this::strike);
    }

    /// @throws CommandException when the controller does not start
    static Stage set(Shell user, boolean keep) {
        try {
            var home = Files.createTempDirectory("outlast-demo-");
            var env = new HashMap<>(user.env());
            env.put("OUTLAST_HOME", home.toString());
            env.remove("OUTLAST_ENDPOINT");
            env.remove("OUTLAST_TOKEN");
            var stage = new Stage(user.withEnv(env), home, keep);
            Runtime.getRuntime().addShutdownHook(stage.hook);
            try {
                new Daemon(stage.shell).start(Optional.of(0));
            } catch (CommandException failed) {
                stage.close();
                throw failed;
            }
            return stage;
        } catch (IOException failed) {
            throw new CommandException(ExitCode.ERROR, "no room for a demonstration: " + failed.getMessage());
        }
    }

    Path home() {
        return home;
    }

    Client client() {
        return new Client(Endpoint.of(shell));
    }

    /// Launches the example under this name, with a bucket of its own, by the very command that users type.
    long launch(Path example, String name) {
        var out = new ByteArrayOutputStream();
        try (var captured = new PrintStream(out, true, StandardCharsets.UTF_8)) {
            var file = copy(example, name);
            var quiet = new Shell(
                    shell.env(), shell.in(), captured, shell.err(), false, false, 120, home, InstantSource.system());
            int code = Main.run(quiet, "launch", file.toString(), "--name", name, "-d", "-y", "-o", "json");
            if (code != ExitCode.OK) {
                throw new CommandException(ExitCode.ERROR, "the example could not be launched");
            }
            return Json.read(out.toByteArray()).at("job_ids").items().getFirst().number();
        } catch (IOException failed) {
            throw new CommandException(ExitCode.ERROR, "cannot read " + example + ": " + failed.getMessage());
        }
    }

    private Path copy(Path example, String name) throws IOException {
        var copy = Files.createDirectories(home.resolve("demo").resolve(name));
        try (var files = Files.list(example)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, copy.resolve(file.getFileName().toString()));
            }
        }
        var yaml = copy.resolve("train.yaml");
        Files.writeString(yaml, Files.readString(yaml).replace(BUCKET, BUCKET + "-" + name));
        return yaml;
    }

    @Override
    public void close() {
        strike();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException goingDown) {
            // The hook waits for this very work.
        }
    }

    private void strike() {
        if (keep || !struck.compareAndSet(false, true)) {
            return;
        }
        try {
            endJobs();
        } catch (UnreachableException | ApiException gone) {
            // Then there is nothing to end by asking; stopping comes next.
        }
        try {
            new Daemon(shell).stop();
            delete(home);
        } catch (CommandException | IOException failed) {
            shell.err().println("outlast: left behind: " + home + " (" + failed.getMessage() + ")");
        }
    }

    /// Jobs would outlive their controller: that is the point of it all.
    private void endJobs() {
        if (new Daemon(shell).running().isEmpty()) {
            return;
        }
        var client = client();
        for (var job : client.post("/v1/jobs/cancel", Json.of(Map.of("all", true)))
                .at("jobs")
                .items()) {
            client.get("/v1/jobs/" + job.at("job_id").text() + "?wait=30");
        }
    }

    private static void delete(Path root) throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(
                    Path directory, @org.jspecify.annotations.Nullable IOException failed) throws IOException {
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
