package dev.outlast.controller.skyapi;

import dev.outlast.controller.api.Answer;
import dev.outlast.controller.api.CancelRequest;
import dev.outlast.controller.api.Cancelled;
import dev.outlast.controller.api.Need;
import dev.outlast.controller.api.Rights;
import dev.outlast.controller.api.Route;
import dev.outlast.controller.skyapi.queue.Line;
import dev.outlast.controller.skyapi.queue.QueuePage;
import dev.outlast.core.job.JobId;
import dev.outlast.core.job.Owner;
import dev.outlast.core.store.ApiRequestRow;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Cancels jobs. What it did is told as text, in words that scripts look for.
final class CancelRoutes {
    private final SkyParts parts;
    private final Desk desk;

    CancelRoutes(SkyParts parts, Desk desk) {
        this.parts = parts;
        this.desk = desk;
    }

    List<Route> routes() {
        return List.of(Wire.post("/jobs/cancel", Need.CHANGE, this::cancel));
    }

    private void cancel(ServerRequest request, ServerResponse response) throws IOException {
        var ask = Ask.read(request);
        Wire.taken(
                response,
                desk.begin(
                        "jobs.cancel", ask, true, asked -> cancel(ask, asked, Rights.of(request, parts.controller()))));
    }

    private Desk.Outcome cancel(Ask ask, Asked asked, Rights rights) throws SkyFailure, InterruptedException {
        refuseNotServed(ask);
        var named = ask.text("name");
        var ids = ask.jobs("job_ids");
        boolean all = ask.flag("all", false);
        boolean everybody = ask.flag("all_users", false);
        int selectors = (named.isEmpty() ? 0 : 1) + (ids.isEmpty() ? 0 : 1) + (all || everybody ? 1 : 0);
        if (selectors != 1) {
            throw SkyFailure.value("say which jobs by exactly one of their ids, a name, or all");
        }
        if (!ids.isEmpty()) {
            var skipped = new StringBuilder();
            return cancel(ask, asked, rights, known(ids, rights, skipped), skipped.toString());
        }
        var live = live(everybody ? "" : ask.caller().id(), named, rights);
        if (!named.isEmpty() && live.isEmpty()) {
            return said(asked, "No running job found with name '" + named + "'.\n");
        }
        if (!named.isEmpty() && live.size() > 1) {
            return said(
                    asked,
                    "Several running jobs have the name '" + named + "'; cancel them by id.\nJob IDs: " + list(live)
                            + "\n");
        }
        return cancel(ask, asked, rights, live, "");
    }

    private static void refuseNotServed(Ask ask) throws SkyFailure {
        if (ask.has("pool")) {
            throw SkyFailure.notServed("not yet: pools are not served by this controller");
        }
        if (ask.has("task")) {
            throw SkyFailure.notServed("not yet: one task of a job cannot be cancelled; cancel the whole job");
        }
        if (ask.flag("graceful", false) || ask.has("graceful_timeout")) {
            throw SkyFailure.notServed("not yet: --graceful; nothing was cancelled");
        }
    }

    /// Those that may be cancelled by who asks.
    ///
    /// @param text gets what is to be said of those that cannot be cancelled
    private List<Long> known(List<Long> ids, Rights rights, StringBuilder text) throws InterruptedException {
        var known = new ArrayList<Long>();
        parts.queue().newestFirst();
        for (var id : ids) {
            var job = parts.queue().find(id);
            if (job.isEmpty()) {
                text.append("Job ").append(id).append(" not found. Skipped.\n");
                continue;
            }
            if (!rights.mayTouch(job.get().getFirst().user())) {
                text.append("Job ").append(id).append(" belongs to another user. Skipped.\n");
                continue;
            }
            known.add(id);
            var status = QueuePage.status(job.get());
            if (status.isTerminal()) {
                text.append("Job ").append(id).append(" is already in terminal state ");
                text.append(status.name()).append(". Skipped.\n");
            }
        }
        return known;
    }

    private List<Long> live(String owner, String name, Rights rights) throws InterruptedException {
        var live = new ArrayList<Long>();
        for (var job : parts.queue().newestFirst()) {
            Line first = job.getFirst();
            boolean wanted = !QueuePage.status(job).isTerminal()
                    && rights.mayTouch(first.user())
                    && (owner.isEmpty() || Owner.of(first.user()).id().equals(owner))
                    && (name.isEmpty() || first.jobName().equals(name));
            if (wanted) {
                live.add(first.job());
            }
        }
        return live.reversed();
    }

    private Desk.Outcome said(Asked asked, String text) {
        return new Desk.Outcome(row(asked, desk.now(), text), false);
    }

    private Desk.Outcome cancel(Ask ask, Asked asked, Rights rights, List<Long> ids, String skipped) throws SkyFailure {
        var jobs = ids.stream().filter(id -> id > 0).map(JobId::new).toList();
        var wanted = new CancelRequest(
                new CancelRequest.Selection.Ids(jobs),
                ask.caller().user(),
                (done, at) -> Optional.of(asked.receipt(row(asked, at, skipped + said(done)))));
        return switch (rights.cancel(wanted)) {
            case Answer.Done<List<Cancelled>>(List<Cancelled> results) -> {
                var done = results.stream()
                        .filter(c -> c.result() == Cancelled.Result.CANCELLING)
                        .map(Cancelled::job)
                        .toList();
                yield new Desk.Outcome(
                        asked.receipt().orElseGet(() -> row(asked, desk.now(), skipped + said(done))), true);
            }
            case Answer.NotFound<List<Cancelled>> _,
                    Answer.Refused<List<Cancelled>> _,
                    Answer.Conflict<List<Cancelled>> _,
                    Answer.NoSpace<List<Cancelled>> _,
                    Answer.Busy<List<Cancelled>> _,
                    Answer.Unavailable<List<Cancelled>> _ ->
                throw SkyFailure.runtime("the controller cannot cancel now; nothing was cancelled, try again");
            case Answer.Unknown<List<Cancelled>> _ ->
                throw SkyFailure.runtime("it is not known whether the jobs are cancelled; cancel them again");
        };
    }

    private static String said(List<JobId> jobs) {
        return switch (jobs.size()) {
            case 0 -> "No job to cancel.\n";
            case 1 -> "Job with ID " + jobs.getFirst() + " is scheduled to be cancelled.\n";
            default ->
                "Jobs with IDs " + list(jobs.stream().map(JobId::value).toList()) + " are scheduled to be cancelled.\n";
        };
    }

    private static String list(List<Long> ids) {
        return ids.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    private static ApiRequestRow row(Asked asked, Instant at, String said) {
        return asked.row(ApiRequestRow.Ending.SUCCEEDED, at, "null", "null", said);
    }
}
