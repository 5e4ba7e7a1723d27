package dev.outlast.cli.verb;

import dev.outlast.cli.CommandException;
import dev.outlast.cli.ExitCode;
import dev.outlast.cli.Shell;
import dev.outlast.cli.http.Json;
import dev.outlast.cli.text.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "cancel", description = "Cancel jobs: by id, by name, or all.")
final class CancelVerb extends Verb {
    @Parameters(paramLabel = "ID", arity = "0..*", description = "the jobs")
    List<Long> ids = List.of();

    @Option(
            names = {"-n", "--name"},
            paramLabel = "NAME",
            description = "all live jobs of this name")
    String name = "";

    @Option(
            names = {"-a", "--all"},
            description = "all live jobs")
    boolean all;

    @Option(
            names = {"-y", "--yes"},
            description = "do not ask")
    boolean yes;

    CancelVerb(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        int selectors = (ids.isEmpty() ? 0 : 1) + (name.isEmpty() ? 0 : 1) + (all ? 1 : 0);
        if (selectors != 1) {
            throw new CommandException(ExitCode.USAGE, "say which jobs: ids, or --name NAME, or --all");
        }
        var what = all
                ? "all live jobs"
                : ids.isEmpty() ? "all live jobs called '" + name + "'" : "jobs " + Words.ranges(ids);
        if (!yes && !shell.confirm("Cancel " + what + "?")) {
            throw new CommandException(ExitCode.ERROR, "nothing was cancelled");
        }
        var body = all ? Map.of("all", true) : ids.isEmpty() ? Map.of("name", name) : Map.of("ids", ids);
        var answer = client().post("/v1/jobs/cancel", Json.of(body));
        if (wantsJson()) {
            print(answer);
        } else {
            tell(answer);
        }
        return found(answer, "NOT_FOUND").isEmpty() ? ExitCode.OK : ExitCode.JOB_NOT_FOUND;
    }

    private void tell(Json answer) {
        say("CANCELLING", "Cancelling ", answer);
        say("ALREADY_ENDED", "Had ended already: ", answer);
        say("NOT_FOUND", "No such job: ", answer);
        if (answer.at("jobs").items().isEmpty()) {
            say("There was nothing to cancel.");
        }
    }

    private void say(String result, String before, Json answer) {
        var found = found(answer, result);
        if (!found.isEmpty()) {
            say(before + Words.ranges(found));
        }
    }

    private static List<Long> found(Json answer, String result) {
        var found = new ArrayList<Long>();
        for (var job : answer.at("jobs").items()) {
            if (job.at("result").text().equals(result)) {
                found.add(job.at("job_id").number());
            }
        }
        return found;
    }
}
