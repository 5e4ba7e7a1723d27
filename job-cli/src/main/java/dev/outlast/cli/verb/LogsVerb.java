package dev.outlast.cli.verb;

import dev.outlast.cli.CommandException;
import dev.outlast.cli.ExitCode;
import dev.outlast.cli.Shell;
import dev.outlast.cli.http.Json;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "logs",
        description = {
            "Show what a job printed, all attempts in order.",
            "Exits with 0 when it succeeded, 100 when it failed, 101 when it has not ended, 102 when there is no such "
                    + "job, 103 when it was cancelled; with --no-follow 0 for a job that has not ended."
        })
final class LogsVerb extends Verb {
    @Parameters(paramLabel = "ID", arity = "0..1", description = "the job (default: the newest)")
    long id;

    @Option(
            names = {"-f", "--follow"},
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "go on until the job has ended (default); --no-follow never waits")
    boolean follow = true;

    @Option(names = "--attempt", paramLabel = "N", description = "only this attempt")
    int attempt;

    @Option(names = "--tail", paramLabel = "N", description = "begin so many lines from the end")
    int tail = -1;

    @Option(names = "--task", paramLabel = "TASK", description = "only this task, by index or name")
    String task = "";

    @Option(
            names = {"-n", "--name"},
            paramLabel = "NAME",
            description = "the live job of this name")
    String name = "";

    LogsVerb(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        var client = client();
        long job = id > 0 ? id : name.isEmpty() ? Jobs.newest(client) : Jobs.named(client, name);
        var filter = new StringBuilder();
        if (attempt > 0) {
            filter.append("&attempt=").append(attempt);
        }
        if (tail >= 0) {
            filter.append("&tail=").append(tail);
        }
        if (!task.isEmpty()) {
            filter.append("&task=").append(index(client.get(Jobs.path(job))));
        }
        var follower = new LogFollower(shell, client);
        if (follow) {
            return follower.follow(job, filter.toString());
        }
        follower.show(job, filter.toString());
        var status = client.get(Jobs.path(job)).at("status").text();
        return ExitCode.hasEnded(status) ? ExitCode.of(status) : ExitCode.OK;
    }

    private String index(Json job) {
        return find(job)
                .orElseThrow(() -> new CommandException(
                        ExitCode.JOB_NOT_FOUND,
                        "job " + job.at("job_id").text() + " has no task '" + task + "'; it has 0 to "
                                + (job.at("tasks").items().size() - 1)));
    }

    private Optional<String> find(Json job) {
        return job.at("tasks").items().stream()
                .filter(t -> task.equals(t.at("index").text())
                        || task.equals(t.at("name").text()))
                .map(t -> t.at("index").text())
                .findFirst();
    }
}
