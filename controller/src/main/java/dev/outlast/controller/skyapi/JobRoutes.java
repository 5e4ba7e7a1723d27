package dev.outlast.controller.skyapi;

import dev.outlast.controller.api.Answer;
import dev.outlast.controller.api.EventPage;
import dev.outlast.controller.api.JobView;
import dev.outlast.controller.api.Need;
import dev.outlast.controller.api.RequestException;
import dev.outlast.controller.api.Route;
import dev.outlast.core.job.JobId;
import dev.outlast.core.store.EventCursor;
import dev.outlast.core.store.EventRow;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Waits for jobs, tells their history, and hands out their logs as files.
final class JobRoutes {
    private static final HeaderName HOME = HeaderNames.create("X-Home-Path");
    /// There is no such folder: files are made when they are asked for. Clients want a name to put in place of `~`.
    private static final String HOME_PATH = "/home/outlast";

    private static final Pattern FOLDER = Pattern.compile(
            "(?:~|" + HOME_PATH + ")/(\\.sky/api_server/clients/[A-Za-z0-9_-]{1,64}/sky_logs/managed_jobs/"
                    + "managed-(job|controller)-([0-9]{1,9}))/?");
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final SkyParts parts;
    private final Desk desk;
    private final Choosing choosing;

    JobRoutes(SkyParts parts, Desk desk) {
        this.parts = parts;
        this.desk = desk;
        this.choosing = new Choosing(parts);
    }

    List<Route> routes() {
        return List.of(
                Wire.post("/jobs/wait", Need.SEE, this::await),
                Wire.post("/jobs/events", Need.SEE, this::events),
                Wire.post("/jobs/download_logs", Need.SEE, this::downloadLogs),
                Wire.post("/download", Need.SEE, this::download));
    }

    private void await(ServerRequest request, ServerResponse response) throws IOException {
        var ask = Ask.read(request);
        Wire.taken(response, desk.begin("jobs.wait", ask, false, asked -> {
            var choice = choosing.of(ask, false);
            int code = choice instanceof Choosing.Choice.Job job ? await(ask, job) : ExitCode.NOT_FOUND;
            return desk.done(asked, Integer.toString(code));
        }));
    }

    private int await(Ask ask, Choosing.Choice.Job job) throws SkyFailure, InterruptedException {
        double seconds = ask.number("timeout", -1);
        var until = desk.now().plusMillis((long) (seconds * 1_000));
        while (true) {
            long left = seconds < 0
                    ? LONGEST.toMillis()
                    : Duration.between(desk.now(), until).toMillis();
            var wait = Duration.ofMillis(Math.clamp(left, 0, LONGEST.toMillis()));
            var answer = job.task().isPresent()
                    ? taskChange(job, wait)
                    : parts.controller().job(job.job(), wait);
            if (Thread.interrupted()) {
                throw new InterruptedException("cancelled");
            }
            if (!(answer instanceof Answer.Done<JobView>(JobView view))) {
                throw SkyFailure.runtime("the job cannot be looked at now; try again");
            }
            int code = ExitCode.of(view, job.task());
            if (code != ExitCode.NOT_FINISHED) {
                return code;
            }
            if (left <= 0) {
                throw new SkyFailure("TimeoutError", "job " + job.job() + " has not ended after " + seconds + " s");
            }
        }
    }

    /// One task of a job may end before the job; each change of the job is looked at.
    private Answer<JobView> taskChange(Choosing.Choice.Job job, Duration wait) {
        var now = parts.controller().job(job.job(), Duration.ZERO);
        if (now instanceof Answer.Done<JobView>(JobView view)
                && ExitCode.of(view, job.task()) == ExitCode.NOT_FINISHED) {
            var cursor = EventCursor.START;
            while (parts.controller().events(job.job(), cursor, 1_000, Duration.ZERO)
                            instanceof Answer.Done<EventPage>(EventPage page)
                    && !page.events().isEmpty()) {
                cursor = page.events().getLast().cursor();
            }
            parts.controller().events(job.job(), cursor, 1, wait);
            return parts.controller().job(job.job(), Duration.ZERO);
        }
        return now;
    }

    private void events(ServerRequest request, ServerResponse response) throws IOException {
        var ask = Ask.read(request);
        Wire.taken(response, desk.begin("jobs.events", ask, false, asked -> {
            if (!(choosing.of(ask, false) instanceof Choosing.Choice.Job job)) {
                throw SkyFailure.value("there is no such job");
            }
            int limit = ask.whole("limit", 1, 100_000).orElse(10L).intValue();
            var task = ask.whole("task_id", 0, 1_000_000);
            var wanted = task.isPresent() ? OptionalInt.of(task.get().intValue()) : job.task();
            var rows = history(job.job(), wanted);
            var newest = rows.reversed().subList(0, Math.min(limit, rows.size()));
            return desk.done(asked, Json.text(json -> {
                json.writeStartArray();
                for (var row : newest) {
                    json.writeStartObject();
                    json.writeNumberField("spot_job_id", row.job().value());
                    json.writeNumberField("task_id", row.task());
                    json.writeStringField("new_status", row.status());
                    json.writeStringField("code", row.kind());
                    json.writeStringField("reason", row.detail().isEmpty() ? row.kind() : row.detail());
                    json.writeNumberField("timestamp", Payload.seconds(row.at()));
                    json.writeEndObject();
                }
                json.writeEndArray();
            }));
        }));
    }

    private List<EventRow> history(JobId job, OptionalInt task) {
        var rows = new ArrayList<EventRow>();
        var cursor = EventCursor.START;
        while (parts.controller().events(job, cursor, 1_000, Duration.ZERO)
                        instanceof Answer.Done<EventPage>(EventPage page)
                && !page.events().isEmpty()) {
            cursor = page.events().getLast().cursor();
            page.events().stream()
                    .filter(e -> task.isEmpty() || e.task() == task.getAsInt())
                    .forEach(rows::add);
        }
        return rows;
    }

    private void downloadLogs(ServerRequest request, ServerResponse response) throws IOException {
        var ask = Ask.read(request);
        Wire.taken(response, desk.begin("jobs.download_logs", ask, false, asked -> {
            var kind = ask.flag("controller", false) ? "controller" : "job";
            if (!(choosing.of(ask, false) instanceof Choosing.Choice.Job job)) {
                throw SkyFailure.value("there is no such job");
            }
            var path = "~/.sky/api_server/clients/" + ask.said().hash() + "/sky_logs/managed_jobs/managed-" + kind + "-"
                    + job.job();
            return desk.done(asked, Json.text(json -> {
                json.writeStartObject();
                json.writeStringField(job.job().toString(), path);
                json.writeEndObject();
            }));
        }));
    }

    private void download(ServerRequest request, ServerResponse response) throws IOException, InterruptedException {
        var ask = Ask.read(request);
        var folders = new ArrayList<MatchResult>();
        for (var path : ask.texts("folder_paths")) {
            var match = FOLDER.matcher(path);
            if (!match.matches()) {
                throw new RequestException(400, "bad_path", "only logs of jobs can be downloaded, not '" + path + "'");
            }
            folders.add(match.toMatchResult());
        }
        response.status(Status.OK_200);
        response.header(HeaderNames.CONTENT_TYPE, "application/zip");
        response.header(HOME, HOME_PATH);
        try (var out = response.outputStream();
                var zip = new ZipOutputStream(out)) {
            for (var folder : folders) {
                var job = new JobId(Math.max(1, Long.parseLong(folder.group(3))));
                boolean controller = folder.group(2).equals("controller");
                var file = controller ? "/controller.log" : "/run.log";
                zip.putNextEntry(new ZipEntry(HOME_PATH.substring(1) + "/" + folder.group(1) + file));
                var voice = new Voice(new Unclosed(zip), false);
                Asked.Telling log = controller
                        ? new ControllerLog(parts, job, false, 0)
                        : new Tail(parts, job, OptionalInt.empty(), false, 0);
                log.tell(voice);
                zip.closeEntry();
            }
        }
    }

    /// Flushing within an entry would cut the compressor's blocks short.
    private static final class Unclosed extends OutputStream {
        private final OutputStream out;

        Unclosed(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }
    }
}
