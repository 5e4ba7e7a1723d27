package dev.outlast.controller.api;

import dev.outlast.controller.access.Audit;
import dev.outlast.controller.access.Identity;
import dev.outlast.core.job.JobId;
import io.helidon.webserver.http.ServerRequest;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/// One request: who asks, from where, and what became of it. Thread-safe, for some requests are done elsewhere.
public final class Visit {
    private final Identity who;
    private final String from;
    private final String did;
    private final Audit audit;
    private final AtomicReference<String> says = new AtomicReference<>("");
    private final AtomicReference<List<Long>> jobs = new AtomicReference<>(List.of());
    private final AtomicReference<String> about = new AtomicReference<>("");
    private final AtomicBoolean told = new AtomicBoolean();
    private volatile boolean later;

    Visit(Identity who, String from, String did, Audit audit) {
        this.who = who;
        this.from = from;
        this.did = did;
        this.audit = audit;
    }

    /// The one that the guard let in.
    public static Visit of(ServerRequest request) {
        return request.context().get(Visit.class).orElseGet(() -> new Visit(Identity.NOBODY, "", "", Audit.NONE));
    }

    public Identity who() {
        return who;
    }

    /// Remembers whose it is by its own words.
    public void says(String user) {
        says.set(user);
    }

    /// Remembers which jobs it is about.
    public void touches(List<JobId> ids) {
        jobs.set(ids.stream().map(JobId::value).toList());
    }

    /// Remembers what it is about, in words of ours.
    public void isAbout(String what) {
        about.set(what);
    }

    /// What becomes of it is told by somebody else, after it was answered.
    public void tellLater() {
        later = true;
    }

    boolean isToldLater() {
        return later;
    }

    /// Writes down what became of it; the first time counts.
    public void tell(String result) {
        if (told.compareAndSet(false, true)) {
            audit.write(
                    new Audit.Deed(who, who.isNamed() ? "" : says.get(), from, did, jobs.get(), about.get(), result));
        }
    }
}
