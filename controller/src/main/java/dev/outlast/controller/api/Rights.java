package dev.outlast.controller.api;

import dev.outlast.controller.access.Identity;
import dev.outlast.controller.lifecycle.Status;
import dev.outlast.core.access.Role;
import dev.outlast.core.job.JobId;
import dev.outlast.core.store.JobPage;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// All that changes jobs, for both protocols, as far as the one who asks may: admins everybody's jobs, users their own,
/// viewers none. Nobody else calls these commands of the controller; a test of the house checks.
public final class Rights {
    private static final int PAGE = 1_000;
    private static final Set<String> UNFINISHED = Stream.of(Status.values())
            .filter(status -> !status.isTerminal())
            .map(Enum::name)
            .collect(Collectors.toUnmodifiableSet());

    private final Visit visit;
    private final ControllerFacade controller;

    private Rights(Visit visit, ControllerFacade controller) {
        this.visit = visit;
        this.controller = controller;
    }

    /// Of whoever sent this request.
    public static Rights of(ServerRequest request, ControllerFacade controller) {
        return new Rights(Visit.of(request), controller);
    }

    public Answer<Submitted> submit(SubmitRequest request) {
        mayChange(request.user());
        var answer = controller.submit(new SubmitRequest(
                request.text(),
                request.command(),
                request.overrides(),
                request.blobs(),
                request.numJobs(),
                key(request.idempotencyKey()),
                request.bodyHash(),
                user(request.user()),
                request.receipt()));
        made(answer);
        return answer;
    }

    public Answer<Submitted> retry(JobId id, Map<String, String> secrets, String idempotencyKey, String user) {
        mayChange(user);
        mayTouch(id);
        var answer = controller.retry(id, secrets, key(idempotencyKey), user(user));
        visit.touches(List.of(id));
        made(answer);
        return answer;
    }

    /// By ids: all of them, or none where one is somebody else's. By name, or all: of those that are theirs.
    public Answer<List<Cancelled>> cancel(CancelRequest request) {
        mayChange(request.by());
        var selection = who().has(Role.ADMIN) ? request.selection() : own(request.selection());
        if (selection instanceof CancelRequest.Selection.Ids(List<JobId> ids)) {
            visit.touches(ids);
        }
        var answer = controller.cancel(new CancelRequest(selection, user(request.by()), request.receipt()));
        if (answer instanceof Answer.Done<List<Cancelled>>(List<Cancelled> done)) {
            visit.touches(done.stream().map(Cancelled::job).toList());
        }
        return answer;
    }

    public Answer<JobView> unpark(JobId id) {
        mayChange("");
        mayTouch(id);
        visit.touches(List.of(id));
        return controller.unpark(id);
    }

    /// A fault of a job of their own; what befalls a place, or the provider, befalls others too.
    public Answer<String> rehearse(String provider, String verb, Map<String, String> arguments) {
        mayChange("");
        if (!who().has(Role.ADMIN)) {
            mayTouch(jobOf(provider, verb, arguments));
        }
        visit.isAbout(provider + " " + verb);
        return controller.rehearse(provider, verb, arguments);
    }

    /// @param in is not closed
    public Answer<String> putBlob(InputStream in) throws IOException {
        mayChange("");
        return controller.putBlob(in);
    }

    /// Whether what is this user's may be changed.
    public boolean mayTouch(String owner) {
        return who().mayTouch(owner);
    }

    private Identity who() {
        return visit.who();
    }

    private String user(String said) {
        return who().isNamed() ? who().user() : said;
    }

    /// Two users may choose the same key.
    private String key(String given) {
        return given.isEmpty() || !who().isNamed() ? given : who().user() + " " + given;
    }

    private void mayChange(String said) {
        visit.says(said);
        if (!who().has(Role.USER)) {
            throw new RequestException(403, "role", "this takes the role 'user'");
        }
    }

    private void made(Answer<Submitted> answer) {
        if (answer instanceof Answer.Done<Submitted>(Submitted submitted)) {
            visit.touches(submitted.jobs());
        }
    }

    /// @throws RequestException when the job is there and somebody else's
    private void mayTouch(JobId id) {
        if (who().has(Role.ADMIN)) {
            return;
        }
        visit.touches(List.of(id));
        switch (controller.owner(id)) {
            case Answer.Done<String>(String owner) -> {
                if (!mayTouch(owner)) {
                    throw notYours("job " + id + " is one of " + owner);
                }
            }
            case Answer.NotFound<String> _ -> {
                // Told by the command itself.
            }
            case Answer.Refused<String> _,
                    Answer.Conflict<String> _,
                    Answer.Busy<String> _,
                    Answer.NoSpace<String> _,
                    Answer.Unavailable<String> _,
                    Answer.Unknown<String> _ ->
                throw new RetryLater(
                        503, "unavailable", "it cannot be looked up whose job " + id + " is", Duration.ofSeconds(1));
        }
    }

    private static RequestException notYours(String why) {
        return new RequestException(403, "not_yours", why + "; only its user and admins may change it");
    }

    private CancelRequest.Selection own(CancelRequest.Selection selection) {
        return switch (selection) {
            case CancelRequest.Selection.Ids(List<JobId> ids) -> {
                ids.forEach(this::mayTouch);
                yield selection;
            }
            case CancelRequest.Selection.Named(String name) -> new CancelRequest.Selection.Ids(unfinished(name));
            case CancelRequest.Selection.All _ -> new CancelRequest.Selection.Ids(unfinished(""));
        };
    }

    private List<JobId> unfinished(String name) {
        var ids = new ArrayList<JobId>();
        long before = Long.MAX_VALUE;
        while (true) {
            var page = Replies.done(controller.jobs(new JobPage(before, PAGE, UNFINISHED, name, who().user())));
            page.forEach(job -> ids.add(job.id()));
            if (page.size() < PAGE) {
                return ids.reversed();
            }
            before = page.getLast().id().value();
        }
    }

    private JobId jobOf(String provider, String verb, Map<String, String> arguments) {
        boolean ofOneJob = Replies.done(controller.rehearsals()).stream()
                .filter(known -> known.provider().equals(provider))
                .flatMap(known -> known.verbs().stream())
                .anyMatch(
                        known -> known.name().equals(verb) && known.arguments().contains("job"));
        if (!ofOneJob || arguments.containsKey("token") || !arguments.containsKey("job")) {
            throw new RequestException(
                    403, "role", "only a fault of one of their own jobs may be rehearsed by who is no admin");
        }
        try {
            return new JobId(Long.parseLong(arguments.getOrDefault("job", "").strip()));
        } catch (IllegalArgumentException none) {
            throw RequestException.bad("arguments.job", "expected the id of a job");
        }
    }
}
