package dev.outlast.cli.verb;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.outlast.cli.CommandFailure;
import dev.outlast.cli.ExitCodes;
import dev.outlast.cli.Session;
import dev.outlast.cli.client.Controller;
import dev.outlast.cli.client.Request;
import java.io.IOException;
import java.util.Objects;

/// Prints what a job printed, byte by byte as it did, over recoveries of the job and restarts of the controller.
final class LogReading {
    private static final int PIECE = 256 << 10;
    private static final int WAIT_SECONDS = 30;

    private final Session session;
    private final Controller controller;

    LogReading(Session session) {
        this.session = session;
        this.controller = Controller.of(session);
    }

    /// @param selection more of the query, such as `&tail=5`, empty for all
    /// @param asJson one object on a line for each piece, and one for the status at the end
    record Wanted(long job, String selection, boolean follow, boolean asJson) {
        Wanted {
            Objects.requireNonNull(selection);
        }
    }

    /// Until there is nothing more; then the exit code that the job's status asks for.
    int print(Wanted wanted) throws CommandFailure, IOException, InterruptedException {
        var path = "/v1/jobs/" + wanted.job() + "/logs?limit=" + PIECE + wanted.selection();
        var cursor = "";
        var text = new Utf8Pieces();
        int silent = 0;
        while (true) {
            // The first piece comes at once: it tells whether there is such a job.
            boolean wait = wanted.follow() && !cursor.isEmpty();
            var request = Request.get(path
                    + (wait ? "&wait=" + WAIT_SECONDS : "")
                    + (cursor.isEmpty() ? "" : "&cursor=" + Controller.encode(cursor)));
            var reply = cursor.isEmpty() ? controller.askUntilAnswered(request, "") : controller.keepAsking(request);
            if (wanted.asJson()) {
                show(wanted, text.next(reply.body()));
            } else {
                session.out().write(reply.body(), 0, reply.body().length);
            }
            if (session.out().checkError()) {
                return ExitCodes.BROKEN_PIPE;
            }
            cursor = reply.header("x-outlast-cursor");
            boolean more = reply.header("x-outlast-more").equals("true");
            if (reply.header("x-outlast-last").equals("true") || (!wanted.follow() && !more)) {
                if (wanted.asJson()) {
                    show(wanted, text.rest());
                }
                return exitCode(wanted);
            }
            if (cursor.isEmpty()) {
                throw new CommandFailure(ExitCodes.REFUSED, "what answers there is no Outlast controller");
            }
            silent = reply.body().length > 0 ? 0 : silent + 1;
            if (silent == 1 && wanted.follow() && session.outIsTerminal()) {
                tellWhyNothing(wanted.job());
            }
        }
    }

    private void show(Wanted wanted, String text) {
        if (!text.isEmpty()) {
            say(JsonNodeFactory.instance
                    .objectNode()
                    .put("job_id", wanted.job())
                    .put("text", text));
        }
    }

    private void say(ObjectNode line) {
        session.out().println(line);
    }

    private void tellWhyNothing(long job) throws CommandFailure, IOException, InterruptedException {
        var state = Controller.json(controller.keepAsking(Request.get("/v1/jobs/" + job)));
        var status = Speaking.text(state, "status");
        if (!status.equals("RUNNING")) {
            session.err().println("outlast: job " + job + " is " + status + "; `outlast why " + job + "` tells more");
        }
    }

    private int exitCode(Wanted wanted) throws CommandFailure, IOException, InterruptedException {
        var state = Controller.json(controller.keepAsking(Request.get("/v1/jobs/" + wanted.job())));
        var status = Speaking.text(state, "status");
        if (wanted.asJson()) {
            say(JsonNodeFactory.instance
                    .objectNode()
                    .put("job_id", wanted.job())
                    .put("status", status));
        }
        int code = ExitCodes.of(status);
        return code == ExitCodes.JOB_NOT_FINISHED && !wanted.follow() ? 0 : code;
    }
}
