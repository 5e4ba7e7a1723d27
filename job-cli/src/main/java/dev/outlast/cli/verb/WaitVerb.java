package dev.outlast.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.outlast.cli.CommandFailure;
import dev.outlast.cli.ExitCodes;
import dev.outlast.cli.Session;
import dev.outlast.cli.client.Controller;
import dev.outlast.cli.client.Request;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Waits for jobs to end.
@Command(
        name = "wait",
        description = "Wait until jobs have ended; the exit code is the largest of theirs.",
        footer = {"", "Example: outlast wait 3 4 --timeout 10m"})
final class WaitVerb extends Verb {
    private static final Duration FOREVER = Duration.ofDays(10_000);
    private static final long PIECE = 30;

    @Parameters(paramLabel = "ID", arity = "1..*", description = "Jobs, such as 3 or 5-7.")
    List<String> ids = new ArrayList<>();

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description = "Give up after this time, such as 90s or 10m, with exit code 101.")
    String timeout = "";

    @Mixin
    OutputOption output = new OutputOption();

    WaitVerb(Session session) {
        super(session);
    }

    @Override
    public Integer call() throws CommandFailure, IOException, InterruptedException {
        long until = System.nanoTime() + patience().toNanos();
        int exitCode = 0;
        var ended = JsonNodeFactory.instance.arrayNode();
        try (var _ = FarewellHook.of(session, "wait", ids)) {
            for (long id : JobIds.all(ids)) {
                var job = await(session, id, until);
                exitCode = Math.max(exitCode, ExitCodes.of(text(job, "status")));
                if (output.isJson()) {
                    ended.addObject().put("job_id", id).put("status", text(job, "status"));
                } else {
                    sayPlain("Job " + id + " " + text(job, "status") + reason(job));
                    session.out().flush();
                }
            }
        }
        if (output.isJson()) {
            show(ended);
        }
        return exitCode;
    }

    /// The job once it has ended.
    static JsonNode await(Session session, long id) throws CommandFailure, IOException, InterruptedException {
        return await(session, id, System.nanoTime() + FOREVER.toNanos());
    }

    /// The job once it has ended, or when the time is over.
    static JsonNode await(Session session, long id, long untilNanos)
            throws CommandFailure, IOException, InterruptedException {
        var controller = Controller.of(session);
        // A controller that is not there is said at once; only one that goes away while it is waited for is waited for.
        var reply = controller.askUntilAnswered(Request.get("/v1/jobs/" + id), "");
        while (true) {
            var job = Controller.json(reply);
            if (ExitCodes.of(text(job, "status")) != ExitCodes.JOB_NOT_FINISHED || System.nanoTime() > untilNanos) {
                return job;
            }
            long left = Duration.ofNanos(Math.max(0, untilNanos - System.nanoTime()))
                    .toSeconds();
            if (left == 0) {
                Thread.sleep(50);
            }
            reply = controller.keepAsking(Request.get("/v1/jobs/" + id + "?wait=" + Math.min(PIECE, left)));
        }
    }

    private static String reason(JsonNode job) {
        var reason = text(job, "status_reason");
        return reason.isEmpty() ? "" : ": " + reason;
    }

    private Duration patience() throws CommandFailure {
        return timeout.isEmpty() ? FOREVER : Spans.read("--timeout", timeout);
    }
}
