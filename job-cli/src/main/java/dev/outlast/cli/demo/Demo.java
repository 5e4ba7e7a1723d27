package dev.outlast.cli.demo;

import dev.outlast.cli.CommandException;
import dev.outlast.cli.ExitCode;
import dev.outlast.cli.Shell;
import dev.outlast.cli.http.Client;
import dev.outlast.cli.http.Json;
import dev.outlast.cli.text.Plain;
import dev.outlast.cli.text.Words;
import dev.outlast.cli.verb.Attempts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Two equal trainings; one loses its machine in the middle. Whoever has never seen Outlast shall understand it.
public final class Demo {
    private static final Duration LIMIT = Duration.ofMinutes(6);
    private static final int TAKE_AT_PERCENT = 45;

    private final Shell shell;
    private final boolean keep;
    private final Screen screen;

    public Demo(Shell shell, boolean keep) {
        this.shell = shell;
        this.keep = keep;
        this.screen = new Screen(shell);
    }

    /// @return 0 when everything was proven
    public int play() {
        var example = example();
        screen.title("A training job loses its machine in the middle – and ends as if nothing had happened.");
        screen.blank();
        screen.line("Starting a controller on this machine, with a home of its own …");
        try (var stage = Stage.set(shell, keep)) {
            var client = stage.client();
            screen.line("  → It listens at " + client.endpoint().address() + ".");
            screen.blank();
            screen.line("Launching the same training twice (examples/train: Python, 30 to 60 seconds each):");
            var train = Watch.of("train", stage.launch(example, "train"), client);
            var other = Watch.of("undisturbed", stage.launch(example, "undisturbed"), client);
            screen.line("  job " + train.job() + "  train        – its spot machine will be taken away in the middle");
            screen.line("  job " + other.job() + "  undisturbed  – left in peace, to compare with");
            screen.blank();
            run(client, train, other);
            int code = conclude(client, train, other);
            if (keep) {
                screen.line("Kept: OUTLAST_HOME=" + stage.home() + " outlast queue");
            }
            return code;
        }
    }

    private Path example() {
        var root = shell.variable("OUTLAST_ROOT").map(Path::of).orElse(shell.directory());
        var example = root.resolve("examples").resolve("train");
        if (!Files.exists(example.resolve("train.yaml"))) {
            throw new CommandException(ExitCode.ERROR, "the demonstration needs examples/train of the repository");
        }
        return example;
    }

    private void run(Client client, Watch train, Watch other) {
        var story = new Story(screen);
        boolean taken = false;
        var until = Instant.now().plus(LIMIT);
        while (Instant.now().isBefore(until)) {
            var job = client.get("/v1/jobs/" + train.job());
            story.follow(job, train);
            screen.bars(List.of(train, other));
            if (!taken && train.percent() >= TAKE_AT_PERCENT) {
                taken = true;
                take(client, train, story);
            }
            if (hasEnded(job) && hasEnded(client.get("/v1/jobs/" + other.job()))) {
                awaitLastWords(train, other);
                story.follow(job, train);
                screen.bars(List.of(train, other));
                return;
            }
            pause(200);
        }
        throw new CommandException(
                ExitCode.ERROR, "the demonstration took more than " + LIMIT.toMinutes() + " minutes");
    }

    private void take(Client client, Watch train, Story story) {
        screen.blank();
        screen.title(
                "Now its machine is taken away, at step " + train.step() + ":  outlast local preempt " + train.job());
        story.taken(Instant.now());
        var arguments = Map.of("job", Long.toString(train.job()));
        client.post("/v1/providers/local/rehearse", Json.of(Map.of("verb", "preempt", "arguments", arguments)));
    }

    /// The end of a job can be known before its last lines have been read here.
    private static void awaitLastWords(Watch train, Watch other) {
        for (int i = 0;
                i < 100 && (train.finalLoss().isEmpty() || other.finalLoss().isEmpty());
                i++) {
            pause(50);
        }
    }

    private int conclude(Client client, Watch train, Watch other) {
        var job = client.get("/v1/jobs/" + train.job());
        screen.blank();
        screen.title("What happened to job " + train.job() + " (outlast events " + train.job() + ")");
        timeline(client, train.job());
        screen.blank();
        screen.title("What it cost (outlast cost " + train.job() + ")");
        Attempts.print(shell, Story.attempts(job));
        double total = Story.attempts(job).stream()
                .mapToDouble(a -> a.at("cost").decimal())
                .sum();
        screen.line("Total: " + Words.money(total));
        screen.blank();
        var claims = Proof.of(job, train, client.get("/v1/jobs/" + other.job()), other);
        claims.forEach((claim, holds) -> screen.line((holds ? "  ✓ " : "  ✗ NOT PROVEN: ") + claim));
        screen.blank();
        if (claims.containsValue(false)) {
            screen.title("Not everything was proven; see above.");
            return ExitCode.ERROR;
        }
        screen.title("The preempted training ended with final loss " + train.finalLoss()
                + ", and the undisturbed one with " + other.finalLoss() + ": they are equal.");
        return ExitCode.OK;
    }

    private void timeline(Client client, long job) {
        Instant first = null;
        for (var event : client.get("/v1/jobs/" + job + "/events").at("events").items()) {
            var at = event.at("at").time().orElseThrow();
            first = first == null ? at : first;
            var attempt = event.at("attempt").isNothing()
                    ? ""
                    : "attempt " + event.at("attempt").text();
            screen.line(Plain.cut(
                    String.format(
                                    "  %6.1f s  %-10s %-9s  %-22s %s",
                                    Duration.between(first, at).toMillis() / 1_000.0,
                                    event.at("status").text(),
                                    attempt,
                                    event.at("kind").text(),
                                    Plain.line(event.at("detail").text()))
                            .stripTrailing(),
                    Math.max(60, shell.width() - 1)));
        }
    }

    private static boolean hasEnded(Json job) {
        return ExitCode.hasEnded(job.at("status").text());
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new CommandException(ExitCode.ERROR, "interrupted");
        }
    }
}
