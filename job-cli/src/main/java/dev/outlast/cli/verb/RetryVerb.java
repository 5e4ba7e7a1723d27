package dev.outlast.cli.verb;

import dev.outlast.cli.ExitCode;
import dev.outlast.cli.Shell;
import dev.outlast.cli.http.Json;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "retry", description = "Make a new job like an ended one: same task ids and buckets, so it resumes.")
final class RetryVerb extends Verb {
    @Parameters(paramLabel = "ID", description = "the ended job; its record does not change")
    long id;

    RetryVerb(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        var answer = client().postOnce(Jobs.path(id) + "/retry", Json.of(Map.of()));
        if (wantsJson()) {
            print(answer);
        } else {
            say("Job " + answer.at("job_ids").items().getFirst().text() + " repeats job " + id + ".");
        }
        return ExitCode.OK;
    }
}
