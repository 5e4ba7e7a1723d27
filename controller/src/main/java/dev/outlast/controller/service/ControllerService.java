package dev.outlast.controller.service;

import dev.outlast.checkpointing.blob.ArchiveRefused;
import dev.outlast.checkpointing.blob.ExtractLimits;
import dev.outlast.checkpointing.blob.SharedBlobs;
import dev.outlast.controller.api.Answer;
import dev.outlast.controller.api.CancelRequest;
import dev.outlast.controller.api.Cancelled;
import dev.outlast.controller.api.ControllerFacade;
import dev.outlast.controller.api.ControllerInfo;
import dev.outlast.controller.api.CostView;
import dev.outlast.controller.api.EventPage;
import dev.outlast.controller.api.Finding;
import dev.outlast.controller.api.InventoryView;
import dev.outlast.controller.api.JanitorView;
import dev.outlast.controller.api.JobSummary;
import dev.outlast.controller.api.JobView;
import dev.outlast.controller.api.LogChunk;
import dev.outlast.controller.api.LogQuery;
import dev.outlast.controller.api.Plan;
import dev.outlast.controller.api.RehearsalView;
import dev.outlast.controller.api.SubmitRequest;
import dev.outlast.controller.api.Submitted;
import dev.outlast.controller.api.UpgradeView;
import dev.outlast.controller.engine.Input;
import dev.outlast.controller.engine.LiveJob;
import dev.outlast.controller.engine.Reply;
import dev.outlast.core.job.JobId;
import dev.outlast.core.store.EventCursor;
import dev.outlast.core.store.EventRow;
import dev.outlast.core.store.JobPage;
import dev.outlast.core.store.StoreException;
import dev.outlast.core.task.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/// The controller behind the door: commands go to the engine, questions to the store.
public final class ControllerService implements ControllerFacade {
    private static final String NOT_LEADING = "this controller does not lead";

    private final Installation installation;
    private final Standing standing;
    private final Submitting submitting;
    private final Views views;
    private final LogViews logViews;
    private final Planning planning;
    private final Rehearsals rehearsals;
    private final Figures figures;
    private final Presence presence;

    ControllerService(Installation installation, Standing standing, Figures figures, Presence presence) {
        this.installation = installation;
        this.standing = standing;
        this.submitting = new Submitting(installation, standing);
        this.views = new Views(installation.store(), installation.book());
        this.logViews = new LogViews(installation.store(), installation.logs());
        this.planning = new Planning(submitting, standing);
        this.rehearsals = new Rehearsals(installation.launchers());
        this.figures = figures;
        this.presence = presence;
    }

    @Override
    public Answer<Submitted> submit(SubmitRequest request) {
        return submitting.submit(request);
    }

    @Override
    public Answer<Plan> plan(SubmitRequest request) {
        return planning.plan(request);
    }

    @Override
    public Answer<List<Cancelled>> cancel(CancelRequest request) {
        var ids = switch (request.selection()) {
            case CancelRequest.Selection.Ids(List<JobId> named) -> named;
            case CancelRequest.Selection.Named(String name) -> unfinished(Optional.of(name));
            case CancelRequest.Selection.All _ -> unfinished(Optional.empty());
        };
        var reply = new CompletableFuture<Reply.Answer>();
        var term = standing.term();
        if (term.isEmpty()) {
            return new Answer.Unavailable<>(NOT_LEADING);
        }
        if (!term.get().mailbox().offer(new Input.Cancel(ids, request.by(), request.receipt(), reply::complete))) {
            return new Answer.Busy<>(Duration.ofSeconds(1));
        }
        if (!(Waiting.on(reply) instanceof Reply.Answer.Done done)) {
            return new Answer.Unavailable<>(NOT_LEADING);
        }
        try {
            var cancelling = Set.copyOf(done.jobs());
            var results = new ArrayList<Cancelled>();
            for (var id : new LinkedHashSet<>(ids)) {
                var result = cancelling.contains(id)
                        ? Cancelled.Result.CANCELLING
                        : installation.store().job(id).isPresent()
                                ? Cancelled.Result.ALREADY_ENDED
                                : Cancelled.Result.NOT_FOUND;
                results.add(new Cancelled(id, result));
            }
            return new Answer.Done<>(results);
        } catch (StoreException away) {
            return new Answer.Unknown<>();
        }
    }

    private Collection<LiveJob> live() {
        return standing.term().map(term -> term.jobs().all()).orElse(List.of());
    }

    private List<JobId> unfinished(Optional<String> name) {
        return live().stream()
                .filter(j -> !j.state().hasEnded())
                .filter(j -> name.isEmpty() || name.get().equals(j.facts().name()))
                .map(j -> j.facts().id())
                .sorted()
                .toList();
    }

    @Override
    public Answer<Submitted> retry(JobId id, Map<String, String> secrets, String idempotencyKey, String user) {
        return asked(() -> {
            var row = installation.store().job(id);
            if (row.isEmpty()) {
                return new Answer.NotFound<>("job " + id);
            }
            var job = views.job(row.get());
            if (job.isEmpty()) {
                return Answer.Refused.because("the stored state of job " + id + " cannot be read");
            }
            if (!job.get().state().hasEnded()) {
                return new Answer.Conflict<>("not_ended", "job " + id + " has not ended; cancel it first");
            }
            return switch (Retrying.request(installation, row.get(), secrets, idempotencyKey, user)) {
                case Answer.Done<SubmitRequest>(SubmitRequest again) ->
                    submitting.again(again, job.get().taskIds(), id.value());
                case Answer.Refused<SubmitRequest>(List<Problem> problems) -> new Answer.Refused<>(problems);
                case Answer.NotFound<SubmitRequest> _,
                        Answer.Conflict<SubmitRequest> _,
                        Answer.Busy<SubmitRequest> _,
                        Answer.NoSpace<SubmitRequest> _,
                        Answer.Unavailable<SubmitRequest> _,
                        Answer.Unknown<SubmitRequest> _ ->
                    throw new IllegalStateException("a stored text is there or refused");
            };
        });
    }

    @Override
    public Answer<JobView> unpark(JobId id) {
        var reply = new CompletableFuture<Reply.Answer>();
        var term = standing.term();
        if (term.isEmpty()) {
            return new Answer.Unavailable<>(NOT_LEADING);
        }
        if (!term.get().mailbox().offer(new Input.Unpark(id, reply::complete))) {
            return new Answer.Busy<>(Duration.ofSeconds(1));
        }
        if (!(Waiting.on(reply) instanceof Reply.Answer.Done done)) {
            return new Answer.Unavailable<>(NOT_LEADING);
        }
        return done.jobs().isEmpty()
                ? new Answer.Conflict<>("not_parked", "job " + id + " is not parked")
                : job(id, Duration.ZERO);
    }

    @Override
    public Answer<JobView> job(JobId id, Duration wait) {
        return asked(() -> {
            var until = System.nanoTime() + wait.toNanos();
            try (var watch = installation.logs().hub().watch(id)) {
                while (true) {
                    var version = watch.version();
                    var view = views.view(id, installation.time().instant());
                    if (view.isEmpty()) {
                        return new Answer.NotFound<>("job " + id);
                    }
                    var left = until - System.nanoTime();
                    if (left <= 0 || view.get().summary().endedAt().isPresent()) {
                        return new Answer.Done<>(view.get());
                    }
                    watch.await(version, Duration.ofNanos(left));
                }
            }
        });
    }

    @Override
    public Answer<String> owner(JobId id) {
        return asked(() -> {
            var live = standing.term().flatMap(term -> term.jobs().find(id));
            if (live.isPresent()) {
                return new Answer.Done<>(live.get().facts().user());
            }
            var row = installation.store().job(id);
            return row.isPresent() ? new Answer.Done<>(row.get().user()) : new Answer.NotFound<>("job " + id);
        });
    }

    @Override
    public Answer<List<JobSummary>> jobs(JobPage page) {
        return asked(() -> new Answer.Done<>(
                installation.store().jobs(page).stream().map(Views::summary).toList()));
    }

    @Override
    public Answer<Map<String, Long>> counts() {
        return asked(() -> new Answer.Done<>(installation.store().counts()));
    }

    @Override
    public Answer<EventPage> events(JobId id, EventCursor after, int limit, Duration wait) {
        return asked(() -> {
            var until = System.nanoTime() + wait.toNanos();
            try (var watch = installation.logs().hub().watch(id)) {
                while (true) {
                    var version = watch.version();
                    var row = installation.store().job(id);
                    if (row.isEmpty()) {
                        return new Answer.NotFound<>("job " + id);
                    }
                    var events = installation.store().events(id, after, limit);
                    var over = !row.get().live() && events.size() < limit;
                    var left = until - System.nanoTime();
                    if (!events.isEmpty() || over || left <= 0) {
                        return new Answer.Done<>(new EventPage(events, over));
                    }
                    watch.await(version, Duration.ofNanos(left));
                }
            }
        });
    }

    @Override
    public Answer<LogChunk> logs(LogQuery query, Duration wait) {
        return asked(() -> {
            if (query.attempt().isPresent()
                    && installation.store().job(query.job()).isPresent()
                    && !logViews.has(query.job(), query.attempt().getAsInt())) {
                return new Answer.NotFound<>("attempt " + query.attempt().getAsInt() + " of job " + query.job());
            }
            return logViews.read(query, wait);
        });
    }

    @Override
    public Answer<String> why(JobId id) {
        return asked(() -> {
            var live = standing.term().flatMap(term -> term.jobs().find(id));
            var row = installation.store().job(id);
            if (row.isEmpty()) {
                return new Answer.NotFound<>("job " + id);
            }
            Optional<LiveJob> job = live.isPresent() ? live : views.job(row.get());
            if (job.isEmpty()) {
                return new Answer.Done<>("Job " + id + " is parked: its stored state cannot be read by this version.");
            }
            return new Answer.Done<>(Why.of(job.get(), installation.time().instant(), ahead(job.get()), lastSaid(id)));
        });
    }

    private long ahead(LiveJob job) {
        return live().stream().filter(other -> Queues.waitsBefore(other, job)).count();
    }

    private String lastSaid(JobId id) throws StoreException {
        return installation.store().events(id, EventCursor.START, 10_000).stream()
                .reduce((_, last) -> last)
                .map(ControllerService::said)
                .orElse("");
    }

    private static String said(EventRow event) {
        return event.kind() + " at " + event.at() + (event.detail().isEmpty() ? "" : " (" + event.detail() + ")");
    }

    @Override
    public Answer<CostView> cost(JobId id) {
        return asked(() -> installation.store().job(id).isEmpty()
                ? new Answer.NotFound<>("job " + id)
                : new Answer.Done<>(new CostView(
                        id,
                        installation.store().attempts(id),
                        installation.time().instant())));
    }

    @Override
    public Answer<List<Finding>> check() {
        return new Answer.Done<>(installation.check());
    }

    @Override
    public Answer<JanitorView> janitor(boolean now) {
        var look = standing.term()
                .flatMap(term -> now ? term.clean() : Optional.of(term.janitor().last()));
        return look.<Answer<JanitorView>>map(report -> new Answer.Done<>(JanitorViews.of(report)))
                .orElseGet(() -> new Answer.Unavailable<>(NOT_LEADING));
    }

    @Override
    public Answer<UpgradeView> upgrade() {
        return presence.view();
    }

    @Override
    public Answer<UpgradeView> completeUpgrade() {
        return presence.complete();
    }

    @Override
    public Answer<List<InventoryView>> accelerators() {
        return new Answer.Done<>(new Inventories(installation.launchers()).all());
    }

    @Override
    public Answer<List<RehearsalView>> rehearsals() {
        return new Answer.Done<>(rehearsals.all());
    }

    @Override
    public Answer<String> rehearse(String provider, String verb, Map<String, String> arguments) {
        return rehearsals.perform(provider, verb, arguments);
    }

    @Override
    public Answer<String> putBlob(InputStream in) throws IOException {
        var refused = SharedFiles.refusesUploads(installation.config());
        if (refused.isPresent()) {
            return Answer.Refused.because(refused.get());
        }
        try {
            return new Answer.Done<>(installation.blobs().put(in, ExtractLimits.DEFAULT.totalBytes()));
        } catch (ArchiveRefused hostile) {
            return Answer.Refused.because(String.valueOf(hostile.getMessage()));
        } catch (SharedBlobs.NotShared away) {
            return new Answer.Unavailable<>("the upload was not taken: " + away.getMessage());
        }
    }

    @Override
    public boolean hasBlob(String sha256) {
        try {
            return installation.blobs().has(sha256);
        } catch (SharedBlobs.NotShared away) {
            // Then it is sent, and whether it can be kept is said.
            return false;
        }
    }

    @Override
    public ControllerInfo info() {
        return figures.info();
    }

    @Override
    public String metrics() {
        return figures.prometheus();
    }

    private interface Question<T> {
        Answer<T> ask() throws StoreException, InterruptedException;
    }

    private static <T> Answer<T> asked(Question<T> question) {
        try {
            return question.ask();
        } catch (StoreException away) {
            return new Answer.Unavailable<>("the store is away: " + away.getMessage());
        } catch (InterruptedException cut) {
            Thread.currentThread().interrupt();
            return new Answer.Unknown<>();
        }
    }
}
