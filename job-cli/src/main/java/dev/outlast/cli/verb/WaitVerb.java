package dev.outlast.cli.verb;

import dev.outlast.cli.ExitCode;
import dev.outlast.cli.Interrupt;
import dev.outlast.cli.Shell;
import dev.outlast.cli.http.ApiException;
import dev.outlast.cli.http.Client;
import dev.outlast.cli.http.Json;
import dev.outlast.cli.text.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "wait",
        description = {
            "Wait until jobs have ended.",
            "Exits with 0 when all succeeded, else with the largest of 100 (failed), 101 (not ended in time), 102 (no "
                    + "such job) and 103 (cancelled)."
        })
final class WaitVerb extends Verb {
    @Parameters(paramLabel = "ID", arity = "1..*", description = "the jobs")
    List<Long> ids = List.of();

    @Option(names = "--timeout", paramLabel = "SECONDS", description = "give up after so long")
    long timeout = Duration.ofDays(36_500).toSeconds();

    WaitVerb(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        var client = client();
        var statuses = new LinkedHashMap<String, Json>();
        int code = ExitCode.OK;
        var until = shell.clock().instant().plusSeconds(timeout);
        try (var _ = Interrupt.saying(shell, "The jobs " + Words.ranges(ids) + " go on.")) {
            // Told at once when there is no controller; once there was one, it may go and come back.
            client.get("/v1/status");
            for (long id : ids) {
                var status = status(client, id, until);
                statuses.put(Long.toString(id), Json.of(status));
                code = Math.max(code, status.equals("NOT_FOUND") ? ExitCode.JOB_NOT_FOUND : ExitCode.of(status));
                if (!wantsJson()) {
                    say("Job " + id + " " + (status.equals("NOT_FOUND") ? "does not exist" : status));
                }
            }
        }
        if (wantsJson()) {
            print(Json.of(Map.of("statuses", Json.of(statuses))));
        }
        return code;
    }

    private String status(Client client, long id, Instant until) {
        while (true) {
            long left = Duration.between(shell.clock().instant(), until).toSeconds();
            var path = Jobs.path(id) + "?wait=" + Math.clamp(left, 0, 30);
            try {
                var status =
                        client.patiently(() -> client.get(path)).at("status").text();
                if (ExitCode.hasEnded(status) || left <= 0) {
                    return status;
                }
            } catch (ApiException error) {
                if (Jobs.isMissing(error)) {
                    return "NOT_FOUND";
                }
                throw error;
            }
        }
    }
}
