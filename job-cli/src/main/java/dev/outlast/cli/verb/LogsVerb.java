package dev.outlast.cli.verb;

import dev.outlast.cli.CommandFailure;
import dev.outlast.cli.ExitCodes;
import dev.outlast.cli.Session;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What a job printed.
@Command(
        name = "logs",
        description = "Print what a job prints, across its recoveries, until it has ended.",
        footer = {"", "Example: outlast logs 3 --no-follow --tail 20"})
final class LogsVerb extends Verb {
    @Parameters(paramLabel = "ID", arity = "0..1", description = "The job; the newest when it is left out.")
    String id = "";

    @Option(
            names = {"-f", "--follow"},
            description = "Go on until the job has ended (the default).")
    boolean follow;

    @Option(names = "--no-follow", description = "Print what there is now, and never wait.")
    boolean noFollow;

    @Option(names = "--attempt", paramLabel = "N", description = "Only this attempt; the first is 1.")
    Optional<Integer> attempt = Optional.empty();

    @Option(names = "--task", paramLabel = "N", description = "Only this task; the first is 0.")
    Optional<Integer> task = Optional.empty();

    @Option(names = "--tail", paramLabel = "N", description = "Begin with the last N lines of what there is.")
    Optional<Integer> tail = Optional.empty();

    @Mixin
    OutputOption output = new OutputOption();

    LogsVerb(Session session) {
        super(session);
    }

    @Override
    public Integer call() throws CommandFailure, IOException, InterruptedException {
        if (follow && noFollow) {
            throw CommandFailure.usage("give --follow or --no-follow, not both");
        }
        long job = id.isEmpty() ? newest() : JobIds.one(id);
        var selection = part("attempt", attempt) + part("task", task) + part("tail", tail);
        try (var _ = FarewellHook.of(session, "logs", List.of(Long.toString(job)))) {
            return new LogReading(session).print(new LogReading.Wanted(job, selection, !noFollow, output.isJson()));
        }
    }

    private static String part(String name, Optional<Integer> value) throws CommandFailure {
        if (value.isEmpty()) {
            return "";
        }
        if (value.get() < 0) {
            throw CommandFailure.usage("--" + name + " takes a number of at least 0, not " + value.get());
        }
        return "&" + name + "=" + value.get();
    }

    private long newest() throws CommandFailure, IOException {
        var jobs = controller().get("/v1/jobs?limit=1").path("jobs");
        if (jobs.isEmpty()) {
            throw new CommandFailure(ExitCodes.JOB_NOT_FOUND, "there is no job yet; `outlast launch` makes one");
        }
        return jobs.path(0).path("job_id").asLong();
    }
}
