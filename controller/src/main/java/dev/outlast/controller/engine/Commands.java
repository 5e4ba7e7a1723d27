package dev.outlast.controller.engine;

import dev.outlast.controller.lifecycle.JobEvent;
import dev.outlast.controller.lifecycle.JobFacts;
import dev.outlast.controller.lifecycle.Lifecycle;
import dev.outlast.controller.lifecycle.Status;
import dev.outlast.core.job.JobId;
import dev.outlast.core.store.RequestRow;
import dev.outlast.core.store.SecretRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Applies commands within a batch.
public final class Commands {
    private final Folding folding;
    private final TaskIds taskIds;
    private final Map<String, RequestRow> recent;

    /// @param remembered idempotency keys kept, so that two equal submits in flight at once make one job
    Commands(Folding folding, TaskIds taskIds, int remembered) {
        this.folding = folding;
        this.taskIds = taskIds;
        this.recent = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, RequestRow> eldest) {
                return size() > remembered;
            }
        };
    }

    /// Makes `SKYPILOT_TASK_ID`s; called once per task, the result never changes.
    @FunctionalInterface
    public interface TaskIds {
        String make(String jobName, JobId job, int task);
    }

    void apply(Tentative batch, Input.Command command) {
        switch (command) {
            case Input.Submit submit -> submit(batch, submit);
            case Input.Cancel cancel -> cancel(batch, cancel);
            case Input.Unpark unpark -> unpark(batch, unpark);
            case Input.Note note -> {
                batch.apiRequests.add(note.request());
                batch.answers.put(note, new Reply.Answer.Done(List.of(), false));
            }
        }
    }

    void committed(Tentative batch) {
        recent.putAll(batch.requests);
    }

    private void submit(Tentative batch, Input.Submit submit) {
        if (!submit.key().isEmpty()) {
            var earlier = batch.requests.getOrDefault(submit.key(), recent.get(submit.key()));
            if (earlier != null) {
                batch.answers.put(submit, replay(earlier, submit.bodyHash()));
                return;
            }
        }
        if (batch.bugs.isRefused(submit)) {
            batch.answers.put(submit, new Reply.Answer.Unknown());
            return;
        }
        var made = new ArrayList<JobId>();
        var jobs = submit.jobs();
        batch.specs.put(jobs.spec().hash(), jobs.spec());
        for (int rank = 0; rank < jobs.count(); rank++) {
            var id = new JobId(++batch.lastJobId);
            batch.makers.put(id, submit);
            try {
                create(batch, jobs, id, rank);
            } catch (RuntimeException bug) {
                throw new JobBug(id, bug);
            }
            made.add(id);
        }
        if (!submit.key().isEmpty()) {
            batch.requests.put(submit.key(), new RequestRow(submit.key(), submit.bodyHash(), encode(made), batch.now));
        }
        submit.receipt().of(List.copyOf(made), batch.now).ifPresent(batch.apiRequests::add);
        batch.answers.put(submit, new Reply.Answer.Done(made, false));
    }

    private void create(Tentative batch, NewJobs jobs, JobId id, int rank) {
        var facts = new JobFacts(id, jobs.name(), jobs.user(), jobs.priority(), batch.now, jobs.tasks());
        var ids = new ArrayList<>(jobs.taskIds());
        for (int task = ids.size(); task < jobs.tasks().size(); task++) {
            ids.add(taskIds.make(jobs.name(), id, task));
        }
        var job = new LiveJob(
                facts, jobs.spec().hash(), ids, rank, jobs.count(), jobs.retryOf(), Lifecycle.begin(facts), "", "");
        var sealed = jobs.sealSecrets().seal(id.value());
        if (!sealed.isEmpty()) {
            batch.secrets.add(new SecretRow(id, sealed));
        }
        batch.put(job);
        batch.touched.add(id);
        var detail = jobs.retryOf() == 0 ? "" : "retry of job " + jobs.retryOf();
        batch.event(job, 0, 0, "submitted", "", "Queued", Status.PENDING.name(), detail);
    }

    private void cancel(Tentative batch, Input.Cancel cancel) {
        var asked = new ArrayList<JobId>();
        for (var id : cancel.jobs()) {
            var job = batch.find(id);
            // A parked job hears nothing, so its cancel is not promised either.
            if (job.isPresent() && !job.get().isParked() && !job.get().state().hasEnded()) {
                folding.apply(batch, id, new JobEvent.Command.CancelAsked(cancel.by()));
                asked.add(id);
            }
        }
        cancel.receipt().of(List.copyOf(asked), batch.now).ifPresent(batch.apiRequests::add);
        batch.answers.put(cancel, new Reply.Answer.Done(asked, false));
    }

    private void unpark(Tentative batch, Input.Unpark unpark) {
        var job = batch.find(unpark.job());
        if (job.isEmpty() || !job.get().isParked() || job.get().isUnreadable()) {
            batch.answers.put(unpark, new Reply.Answer.Done(List.of(), false));
            return;
        }
        var taken = job.get().park("");
        batch.put(taken);
        batch.touched.add(unpark.job());
        batch.event(taken, 0, 0, "unparked", "", "", Status.of(taken.state()).name(), "");
        batch.answers.put(unpark, new Reply.Answer.Done(List.of(unpark.job()), false));
    }

    /// The answer to a command whose key was seen before.
    public static Reply.Answer replay(RequestRow earlier, String bodyHash) {
        return earlier.bodyHash().equals(bodyHash)
                ? new Reply.Answer.Done(decode(earlier.answer()), true)
                : new Reply.Answer.KeyReused();
    }

    static String encode(List<JobId> jobs) {
        return jobs.stream().map(JobId::toString).collect(Collectors.joining(","));
    }

    static List<JobId> decode(String text) {
        return List.of(text.split(",")).stream()
                .filter(s -> !s.isEmpty())
                .map(s -> new JobId(Long.parseLong(s)))
                .toList();
    }
}
