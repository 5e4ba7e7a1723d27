package dev.outlast.cli.verb;

import dev.outlast.cli.CommandException;
import dev.outlast.cli.ExitCode;
import dev.outlast.cli.http.ApiException;
import dev.outlast.cli.http.Client;
import dev.outlast.cli.http.Json;
import java.util.ArrayList;
import java.util.List;

/// Questions that several verbs ask.
final class Jobs {
    private static final int PAGE = 1_000;

    private Jobs() {}

    static String path(long id) {
        return "/v1/jobs/" + id;
    }

    static long newest(Client client) {
        var jobs = client.get("/v1/jobs?limit=1").at("jobs").items();
        if (jobs.isEmpty()) {
            throw new CommandException(ExitCode.JOB_NOT_FOUND, "there are no jobs yet");
        }
        return jobs.getFirst().at("job_id").number();
    }

    /// The only live job of that name.
    static long named(Client client, String name) {
        var live = new ArrayList<Long>();
        for (var job : client.get("/v1/jobs?limit=" + PAGE + "&name=" + Client.encode(name))
                .at("jobs")
                .items()) {
            if (!ExitCode.hasEnded(job.at("status").text())) {
                live.add(job.at("job_id").number());
            }
        }
        if (live.size() != 1) {
            var what = live.isEmpty() ? "no live job is" : live.size() + " live jobs are";
            throw new CommandException(ExitCode.JOB_NOT_FOUND, what + " called '" + name + "'; give the id");
        }
        return live.getFirst();
    }

    /// Newest first.
    static List<Json> list(Client client, String filter, int limit) {
        var jobs = new ArrayList<Json>();
        var before = "";
        while (jobs.size() < limit) {
            int want = Math.min(PAGE, limit - jobs.size());
            var page = client.get("/v1/jobs?limit=" + want + filter + before);
            jobs.addAll(page.at("jobs").items());
            if (page.at("next_before").isNothing()) {
                break;
            }
            before = "&before=" + page.at("next_before").number();
        }
        return jobs;
    }

    static boolean isMissing(ApiException error) {
        return error.status() == 404;
    }
}
