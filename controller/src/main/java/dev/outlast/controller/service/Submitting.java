package dev.outlast.controller.service;

import dev.outlast.checkpointing.BucketUrl;
import dev.outlast.controller.api.Answer;
import dev.outlast.controller.api.SubmitRequest;
import dev.outlast.controller.api.Submitted;
import dev.outlast.controller.engine.Commands;
import dev.outlast.controller.engine.Input;
import dev.outlast.controller.engine.NewJobs;
import dev.outlast.controller.engine.Reply;
import dev.outlast.controller.lifecycle.TaskFacts;
import dev.outlast.controller.spec.Compiled;
import dev.outlast.controller.spec.SpecBook;
import dev.outlast.controller.spec.SpecTexts;
import dev.outlast.core.spi.Store;
import dev.outlast.core.store.StoreException;
import dev.outlast.core.task.JobSpec;
import dev.outlast.core.task.Parsed;
import dev.outlast.core.task.Problem;
import dev.outlast.core.task.Secret;
import dev.outlast.core.task.TaskSpec;
import dev.outlast.core.task.Warning;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// From what a client sent to a command of the engine, and back to an answer.
final class Submitting {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final Installation installation;
    private final Store store;
    private final JobBook book;
    private final Standing standing;

    Submitting(Installation installation, Standing standing) {
        this.installation = installation;
        this.store = installation.store();
        this.book = installation.book();
        this.standing = standing;
    }

    /// A text that this version can run.
    record Understood(SpecTexts.Source source, JobSpec job, List<Warning> warnings) {}

    Answer<Submitted> submit(SubmitRequest request) {
        try {
            var earlier = earlier(request.idempotencyKey(), request.bodyHash());
            if (earlier.isPresent()) {
                return answer(earlier.get(), List.of());
            }
            return switch (read(request)) {
                case Answer.Done<Understood>(Understood readable) -> commit(request, readable, List.of(), 0);
                case Answer.Refused<Understood>(List<Problem> problems) -> new Answer.Refused<>(problems);
                case Answer.NotFound<Understood> _,
                        Answer.Conflict<Understood> _,
                        Answer.Busy<Understood> _,
                        Answer.NoSpace<Understood> _,
                        Answer.Unavailable<Understood> _,
                        Answer.Unknown<Understood> _ ->
                    throw new IllegalStateException("reading a text cannot answer so");
            };
        } catch (StoreException away) {
            return new Answer.Unavailable<>("the store is away: " + away.getMessage());
        }
    }

    /// The same text again, with the task ids of an ended job.
    Answer<Submitted> again(SubmitRequest request, List<String> taskIds, long retryOf) {
        try {
            var earlier = earlier(request.idempotencyKey(), request.bodyHash());
            if (earlier.isPresent()) {
                return answer(earlier.get(), List.of());
            }
            return switch (read(request)) {
                case Answer.Done<Understood>(Understood readable) -> commit(request, readable, taskIds, retryOf);
                case Answer.Refused<Understood>(List<Problem> problems) ->
                    Answer.Refused.because("the text of job " + retryOf + " cannot be run any more: "
                            + problems.getFirst().message());
                case Answer.NotFound<Understood> _,
                        Answer.Conflict<Understood> _,
                        Answer.Busy<Understood> _,
                        Answer.NoSpace<Understood> _,
                        Answer.Unavailable<Understood> _,
                        Answer.Unknown<Understood> _ ->
                    throw new IllegalStateException("reading a text cannot answer so");
            };
        } catch (StoreException away) {
            return new Answer.Unavailable<>("the store is away: " + away.getMessage());
        }
    }

    Answer<Understood> read(SubmitRequest request) {
        var fallback = request.command() ? "command" : "job";
        var source = new SpecTexts.Source(
                request.text(), request.command(), request.overrides().withFallbackName(fallback), request.blobs());
        return switch (SpecBook.parse(source)) {
            case Parsed.Refused refused -> new Answer.Refused<>(refused.problems());
            case Parsed.Accepted accepted -> {
                var problems = new ArrayList<>(SpecBook.notServed(accepted.job(), request.blobs()));
                problems.addAll(SharedFiles.onlyHere(installation.config(), accepted.job(), request.blobs()));
                var compiled = compile(accepted.job(), request.blobs(), true);
                var reach = new Reach(installation.launchers().all());
                problems.addAll(badBuckets(compiled));
                problems.addAll(reach.problems(accepted.job(), compiled.facts()));
                var warnings = new ArrayList<>(book.specs().warnings(accepted));
                warnings.addAll(reach.warnings(accepted.job(), compiled.facts()));
                yield problems.isEmpty()
                        ? new Answer.Done<>(new Understood(source, accepted.job(), warnings))
                        : new Answer.Refused<>(problems);
            }
        };
    }

    Compiled compile(JobSpec job, Map<String, String> blobs, boolean ofOneJob) {
        return book.specs().compile(job, blobs, ofOneJob);
    }

    private static List<Problem> badBuckets(Compiled compiled) {
        var problems = new ArrayList<Problem>();
        for (TaskFacts facts : compiled.facts()) {
            for (var url : facts.checkpointBuckets()) {
                try {
                    BucketUrl.parse(url);
                } catch (IllegalArgumentException wrong) {
                    problems.add(new Problem(0, 0, "file_mounts", String.valueOf(wrong.getMessage())));
                }
            }
        }
        return problems;
    }

    /// Empty when other controllers have what the job needs, or there are none.
    private Optional<Answer<Submitted>> notShared(Map<String, String> blobs) {
        if (installation.artefacts().isEmpty() || blobs.isEmpty()) {
            return Optional.empty();
        }
        try {
            var problems = SharedFiles.share(installation.blobs(), blobs);
            return problems.isEmpty() ? Optional.empty() : Optional.of(new Answer.Refused<>(problems));
        } catch (IOException away) {
            return Optional.of(new Answer.Unavailable<>("the job's files are not shared: " + away.getMessage()));
        }
    }

    private Answer<Submitted> commit(SubmitRequest request, Understood readable, List<String> taskIds, long retryOf) {
        var notShared = notShared(request.blobs());
        if (notShared.isPresent()) {
            return notShared.get();
        }
        var secrets = secrets(readable.job());
        var row = SpecTexts.stored(readable.source(), secrets);
        var compiled = compile(readable.job(), request.blobs(), !secrets.isEmpty());
        if (secrets.isEmpty()) {
            // Else others of this text may have other secrets: it is read again, without these.
            book.specs().keep(row.hash(), compiled);
        }
        var jobs = new NewJobs(
                row,
                readable.job().name(),
                request.user(),
                priority(readable.job()),
                compiled.facts(),
                request.numJobs(),
                taskIds,
                retryOf,
                id -> book.seal(id, secrets));
        var reply = new CompletableFuture<Reply.Answer>();
        var command = new Input.Submit(
                jobs, request.idempotencyKey(), request.bodyHash(), request.receipt(), reply::complete);
        var term = standing.term();
        if (term.isEmpty()) {
            return new Answer.Unavailable<>("this controller does not lead");
        }
        if (!term.get().mailbox().offer(command)) {
            return new Answer.Busy<>(RETRY_AFTER);
        }
        return answer(Waiting.on(reply), readable.warnings());
    }

    /// That of whichever task sets one: the language sees to it that all that do say the same.
    private static int priority(JobSpec job) {
        return job.tasks().stream()
                .mapToInt(TaskSpec::priority)
                .filter(priority -> priority != 0)
                .findFirst()
                .orElse(0);
    }

    private static Map<String, String> secrets(JobSpec job) {
        var all = new LinkedHashMap<String, String>();
        job.tasks()
                .forEach(t -> t.secrets().forEach((name, secret) -> {
                    if (secret instanceof Secret.Inline(String value)) {
                        all.put(name, value);
                    }
                }));
        return all;
    }

    private Optional<Reply.Answer> earlier(String key, String bodyHash) throws StoreException {
        if (key.isEmpty()) {
            return Optional.empty();
        }
        return store.request(key).map(row -> Commands.replay(row, bodyHash));
    }

    private static Answer<Submitted> answer(Reply.Answer answer, List<Warning> warnings) {
        return switch (answer) {
            case Reply.Answer.Done done -> new Answer.Done<>(new Submitted(done.jobs(), warnings, done.replayed()));
            case Reply.Answer.KeyReused _ -> Answer.Conflict.keyReused();
            case Reply.Answer.Busy _ -> new Answer.Busy<>(RETRY_AFTER);
            case Reply.Answer.NoSpace _ -> new Answer.NoSpace<>();
            case Reply.Answer.NotLeading _ -> new Answer.Unavailable<>("this controller does not lead");
            case Reply.Answer.Unknown _ -> new Answer.Unknown<>();
        };
    }
}
