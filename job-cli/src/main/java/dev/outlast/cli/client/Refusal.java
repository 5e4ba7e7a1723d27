package dev.outlast.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.outlast.cli.CommandFailure;
import dev.outlast.cli.ExitCodes;
import dev.outlast.core.task.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// A controller that says no, with its reasons.
public final class Refusal extends CommandFailure {
    private static final long serialVersionUID = 1L;

    private Refusal(int exitCode, List<String> lines) {
        super(exitCode, lines);
    }

    /// @param file what the lines of its problems are lines of
    static Refusal of(Reply reply, String file) {
        JsonNode error;
        try {
            error = reply.json().path("error");
        } catch (IOException notJson) {
            error = MissingNode.getInstance();
        }
        if (error.path("code").asText().equals("not_found")) {
            return new Refusal(
                    ExitCodes.JOB_NOT_FOUND, List.of(error.path("message").asText()));
        }
        var lines = new ArrayList<String>();
        for (var problem : error.path("problems")) {
            lines.add(render(problem, file));
        }
        if (lines.isEmpty()) {
            var message = error.path("message").asText();
            lines.add(message.isEmpty() ? "the controller answered " + reply.status() + " without a reason" : message);
        }
        return new Refusal(ExitCodes.REFUSED, lines);
    }

    /// One problem or warning, as a compiler would print it.
    public static String render(JsonNode finding, String file) {
        return new Problem(
                        finding.path("line").asInt(),
                        finding.path("column").asInt(),
                        finding.path("path").asText(),
                        finding.path("message").asText())
                .render(file);
    }
}
