package dev.outlast.controller.skyapi;

import dev.outlast.controller.api.Answer;
import dev.outlast.controller.api.JobView;
import dev.outlast.controller.api.Need;
import dev.outlast.controller.api.Route;
import dev.outlast.core.store.ApiRequestRow;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;

/// Shows what jobs printed. The answer to the request is the log itself; its record, fetched afterwards, is the exit
/// code.
final class LogRoutes {
    private final SkyParts parts;
    private final Desk desk;
    private final Choosing choosing;

    LogRoutes(SkyParts parts, Desk desk) {
        this.parts = parts;
        this.desk = desk;
        this.choosing = new Choosing(parts);
    }

    List<Route> routes() {
        return List.of(Wire.post("/jobs/logs", Need.SEE, this::logs));
    }

    /// What is to be told, and the exit code when it was told.
    private record Story(Asked.Telling telling, Choosing.Choice choice) {
        int exitCode(SkyParts parts) {
            return choice instanceof Choosing.Choice.Job job
                            && parts.controller().job(job.job(), Duration.ZERO)
                                    instanceof Answer.Done<JobView>(JobView view)
                    ? ExitCode.of(view, job.task())
                    : ExitCode.NOT_FOUND;
        }
    }

    private void logs(ServerRequest request, ServerResponse response) throws IOException {
        var ask = Ask.read(request);
        var asked = desk.open("jobs.logs", ask);
        asked.worker(Thread.currentThread());
        response.header(Wire.REQUEST_ID, asked.id());
        RequestRoutes.open(response, false);
        try (var out = response.outputStream()) {
            var voice = new Voice(out, true);
            try {
                var story = story(ask);
                asked.tellBy(story.telling());
                story.telling().tell(voice);
                desk.end(asked, done(asked, story.exitCode(parts)));
            } catch (SkyFailure failure) {
                desk.end(asked, desk.failure(asked, failure));
                if (!ask.flag("follow", true)) {
                    // Nobody fetches the record of a request that does not follow.
                    voice.say(failure.message() + "\n");
                }
            } catch (InterruptedException stopped) {
                var end = asked.ended().filter(row -> row.ending() == ApiRequestRow.Ending.CANCELLED);
                if (end.isEmpty()) {
                    // The controller stops: a client whose connection is cut asks the next one.
                    throw new CloseConnectionException("the controller stops", stopped);
                }
                voice.say(end.get().output());
            }
        } catch (IOException | UncheckedIOException gone) {
            // The client went away; nobody will ask for the exit code.
            desk.end(asked, desk.cancelled(asked));
            throw new CloseConnectionException("the reader went away", gone);
        }
    }

    private ApiRequestRow done(Asked asked, int exitCode) {
        return asked.row(ApiRequestRow.Ending.SUCCEEDED, desk.now(), Integer.toString(exitCode), "null", "");
    }

    private Story story(Ask ask) throws SkyFailure, InterruptedException {
        boolean controller = ask.flag("controller", false);
        boolean follow = ask.flag("follow", true);
        if (ask.whole("tail_offset", 0, Integer.MAX_VALUE).orElse(0L) > 0) {
            throw SkyFailure.notServed("not yet: tail_offset; ask for more lines with tail");
        }
        int tail = ask.whole("tail", 0, Integer.MAX_VALUE).orElse(0L).intValue();
        var choice = choosing.of(ask, !controller);
        return switch (choice) {
            case Choosing.Choice.None none -> new Story(voice -> voice.say(none.why() + "\n"), choice);
            case Choosing.Choice.Job job ->
                new Story(
                        controller
                                ? new ControllerLog(parts, job.job(), follow, tail)
                                : new Tail(parts, job.job(), job.task(), follow, tail),
                        choice);
        };
    }
}
