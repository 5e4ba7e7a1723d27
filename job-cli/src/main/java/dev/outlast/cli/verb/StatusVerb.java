package dev.outlast.cli.verb;

import dev.outlast.cli.ExitCode;
import dev.outlast.cli.Shell;
import dev.outlast.cli.http.Json;
import dev.outlast.cli.text.Plain;
import dev.outlast.cli.text.Style;
import dev.outlast.cli.text.Words;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "status", description = "Show one job with its tasks and attempts.")
final class StatusVerb extends Verb {
    @Parameters(paramLabel = "ID", description = "the job")
    long id;

    StatusVerb(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        var job = client().get(Jobs.path(id));
        if (wantsJson()) {
            print(job);
            return ExitCode.OK;
        }
        head(job);
        var tasks = job.at("tasks").items();
        for (var task : tasks) {
            if (tasks.size() > 1) {
                say("");
                say("Task " + task.at("index").text() + "  "
                        + Plain.line(task.at("name").text()) + "  "
                        + painted(task.at("status").text()));
            }
            Attempts.print(shell, task.at("attempts").items());
        }
        return ExitCode.OK;
    }

    private void head(Json job) {
        var now = shell.clock().instant();
        long recoveries = job.at("recovery_count").number();
        say("Job " + job.at("job_id").text() + "  " + Plain.line(job.at("name").text()) + "  "
                + painted(job.at("status").text())
                + (recoveries == 0 ? "" : "  (" + recoveries + (recoveries == 1 ? " recovery)" : " recoveries)")));
        say("  submitted " + Words.ago(job.at("submitted_at").time(), now) + " by "
                + Plain.line(job.at("user").text()) + ", ran for "
                + Words.span(job.at("started_at").time(), job.at("ended_at").time(), now) + ", priority "
                + job.at("priority").text()
                + (job.at("retry_of").isNothing()
                        ? ""
                        : ", retry of job " + job.at("retry_of").text()));
        line("", job.at("status_reason").text());
        line("parked: ", job.at("parked").text());
    }

    private void line(String before, String text) {
        if (!text.isEmpty()) {
            say("  " + before + Plain.line(text));
        }
    }

    private String painted(String status) {
        return shell.colours() ? Style.ofCell(status).paint(status) : status;
    }
}
