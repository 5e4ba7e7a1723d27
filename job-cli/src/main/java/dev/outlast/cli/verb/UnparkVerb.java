package dev.outlast.cli.verb;

import dev.outlast.cli.ExitCode;
import dev.outlast.cli.Shell;
import dev.outlast.cli.http.Json;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "unpark", description = "Take a job up again that the controller parked because of a bug.")
final class UnparkVerb extends Verb {
    @Parameters(paramLabel = "ID", description = "the parked job")
    long id;

    UnparkVerb(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        var job = client().post(Jobs.path(id) + "/unpark", Json.of(Map.of()));
        if (wantsJson()) {
            print(job);
        } else {
            say("Job " + id + " is taken up again: " + job.at("status").text());
        }
        return ExitCode.OK;
    }
}
