package dev.outlast.controller.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.outlast.controller.lifecycle.After;
import dev.outlast.controller.lifecycle.Contact;
import dev.outlast.controller.lifecycle.Held;
import dev.outlast.controller.lifecycle.JobState;
import dev.outlast.controller.lifecycle.Ledger;
import dev.outlast.controller.lifecycle.Leftover;
import dev.outlast.controller.lifecycle.Live;
import dev.outlast.controller.lifecycle.Outcome;
import dev.outlast.controller.lifecycle.Phase;
import dev.outlast.controller.lifecycle.TaskState;
import dev.outlast.core.checkpoint.ResumePoint;
import dev.outlast.core.cluster.ClusterHandle;
import dev.outlast.core.cluster.Offer;
import dev.outlast.core.cluster.Place;
import dev.outlast.core.job.Fault;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;

/// Writes a state member by member. [StateReader] is its mirror; a new member is added to both, and to the golden
/// files.
final class StateWriter {
    private static final BigInteger NANOS = BigInteger.valueOf(1_000_000_000L);

    private final JsonGenerator out;

    StateWriter(JsonGenerator out) {
        this.out = out;
    }

    void job(JobState job) throws IOException {
        out.writeStartObject();
        out.writeNumberField("v", StateCodec.FORMAT);
        out.writeStringField("cancelledBy", job.cancelledBy());
        out.writeArrayFieldStart("tasks");
        for (var task : job.tasks()) {
            task(task);
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private void task(TaskState task) throws IOException {
        out.writeStartObject();
        ledger(task.ledger());
        out.writeObjectFieldStart("phase");
        phase(task.phase());
        out.writeEndObject();
        out.writeArrayFieldStart("leftovers");
        for (var leftover : task.leftovers()) {
            leftover(leftover);
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private void ledger(Ledger ledger) throws IOException {
        out.writeObjectFieldStart("ledger");
        out.writeNumberField("lastAttempt", ledger.lastAttempt());
        out.writeNumberField("userErrors", ledger.userErrors());
        out.writeNumberField("recoveries", ledger.recoveries());
        out.writeBooleanField("recovering", ledger.recovering());
        out.writeNumberField("infraStreak", ledger.infraStreak());
        duration("ranBefore", ledger.ranBefore());
        instant("waitingSince", ledger.waitingSince());
        place("lost", ledger.lost());
        out.writeArrayFieldStart("seals");
        for (var seal : ledger.seals()) {
            out.writeStartObject();
            out.writeNumberField("attempt", seal.attempt());
            out.writeNumberField("seq", seal.seq());
            out.writeEndObject();
        }
        out.writeEndArray();
        instant("started", ledger.started());
        out.writeEndObject();
    }

    private void phase(Phase phase) throws IOException {
        switch (phase) {
            case Phase.Blocked() -> tag("blocked");
            case Phase.Queued(var since) -> {
                tag("queued");
                instant("since", since);
            }
            case Phase.Placing(var since, var resume, var notBefore) -> {
                tag("placing");
                instant("since", since);
                resume(resume);
                instant("notBefore", notBefore);
            }
            case Phase.Launching(var attempt, var offer, var resume, var since) -> {
                tag("launching");
                out.writeNumberField("attempt", attempt);
                offer(offer);
                resumePoint("resume", resume);
                instant("since", since);
            }
            case Phase.Activating(var live, var since, var tries, var notBefore) -> {
                tag("activating");
                live(live);
                instant("since", since);
                out.writeNumberField("tries", tries);
                instant("notBefore", notBefore);
            }
            case Phase.Preparing(var live, var since, var contact) -> seen("preparing", live, since, contact);
            case Phase.Running(var live, var since, var contact) -> seen("running", live, since, contact);
            case Phase.Judging judging -> judging(judging);
            case Phase.Draining(var live, var after, var since, var deadline) -> {
                tag("draining");
                live(live);
                after(after);
                instant("since", since);
                instant("deadline", deadline);
            }
            case Phase.Releasing releasing -> releasing(releasing);
            case Phase.Backoff(var until, var fault, var detail) -> {
                tag("backoff");
                instant("until", until);
                fault(fault);
                out.writeStringField("detail", detail);
            }
            case Phase.Ended(var outcome, var at) -> {
                tag("ended");
                outcome(outcome);
                instant("at", at);
            }
        }
    }

    private void judging(Phase.Judging judging) throws IOException {
        tag("judging");
        live(judging.live());
        out.writeBooleanField("inSetup", judging.inSetup());
        out.writeNumberField("code", judging.code());
        instant("since", judging.since());
        duration("ranFor", judging.ranFor());
    }

    private void releasing(Phase.Releasing releasing) throws IOException {
        tag("releasing");
        out.writeNumberField("attempt", releasing.attempt());
        offer(releasing.offer());
        held(releasing.held());
        after(releasing.after());
        instant("since", releasing.since());
        out.writeNumberField("tries", releasing.tries());
        instant("notBefore", releasing.notBefore());
    }

    private void seen(String tag, Live live, Instant since, Contact contact) throws IOException {
        tag(tag);
        live(live);
        instant("since", since);
        out.writeObjectFieldStart("contact");
        switch (contact) {
            case Contact.Good() -> tag("good");
            case Contact.Lost(var lostSince, var detail) -> {
                tag("lost");
                instant("since", lostSince);
                out.writeStringField("detail", detail);
            }
        }
        out.writeEndObject();
    }

    private void live(Live live) throws IOException {
        out.writeObjectFieldStart("live");
        out.writeNumberField("attempt", live.number());
        offer(live.offer());
        handle(live.handle());
        resumePoint("resume", live.resume());
        out.writeEndObject();
    }

    private void leftover(Leftover leftover) throws IOException {
        out.writeStartObject();
        out.writeNumberField("attempt", leftover.attempt());
        out.writeStringField("provider", leftover.provider());
        held(leftover.held());
        out.writeNumberField("tries", leftover.tries());
        instant("notBefore", leftover.notBefore());
        out.writeEndObject();
    }

    private void held(Held held) throws IOException {
        out.writeObjectFieldStart("held");
        switch (held) {
            case Held.ByHandle(var handle) -> {
                tag("byHandle");
                handle(handle);
            }
            case Held.ByToken() -> tag("byToken");
        }
        out.writeEndObject();
    }

    private void after(After after) throws IOException {
        out.writeObjectFieldStart("after");
        switch (after) {
            case After.Retry(var fault, var detail) -> {
                tag("retry");
                fault(fault);
                out.writeStringField("detail", detail);
            }
            case After.End(var outcome) -> {
                tag("end");
                outcome(outcome);
            }
        }
        out.writeEndObject();
    }

    private void outcome(Outcome outcome) throws IOException {
        out.writeObjectFieldStart("outcome");
        switch (outcome) {
            case Outcome.Succeeded() -> tag("succeeded");
            case Outcome.Failed(var fault, var detail) -> {
                tag("failed");
                fault(fault);
                out.writeStringField("detail", detail);
            }
            case Outcome.Cancelled(var by) -> {
                tag("cancelled");
                out.writeStringField("by", by);
            }
        }
        out.writeEndObject();
    }

    private void resume(Phase.Resume resume) throws IOException {
        out.writeObjectFieldStart("resume");
        switch (resume) {
            case Phase.Resume.Unknown() -> tag("unknown");
            case Phase.Resume.Known(var point) -> {
                tag("known");
                resumePoint("point", point);
            }
        }
        out.writeEndObject();
    }

    private void resumePoint(String name, ResumePoint point) throws IOException {
        out.writeObjectFieldStart(name);
        switch (point) {
            case ResumePoint.Beginning() -> tag("beginning");
            case ResumePoint.At(var seq, var writtenBy, var bucketUrl, var manifestName) -> {
                tag("at");
                out.writeNumberField("seq", seq);
                out.writeNumberField("writtenByAttempt", writtenBy);
                out.writeStringField("bucketUrl", bucketUrl);
                out.writeStringField("manifestName", manifestName);
            }
        }
        out.writeEndObject();
    }

    private void offer(Offer offer) throws IOException {
        out.writeObjectFieldStart("offer");
        place("place", offer.place());
        out.writeStringField("instanceType", offer.instanceType());
        out.writeBooleanField("spot", offer.spot());
        out.writeFieldName("pricePerHour");
        price(offer.pricePerHour());
        out.writeEndObject();
    }

    /// JSON has no infinity, which a launcher may use for "never choose this".
    private void price(double price) throws IOException {
        if (Double.isInfinite(price)) {
            out.writeString("infinite");
        } else {
            out.writeNumber(price);
        }
    }

    private void place(String name, Place place) throws IOException {
        out.writeObjectFieldStart(name);
        out.writeStringField("provider", place.provider());
        out.writeStringField("region", place.region());
        out.writeStringField("zone", place.zone());
        out.writeEndObject();
    }

    private void handle(ClusterHandle handle) throws IOException {
        out.writeObjectFieldStart("handle");
        out.writeStringField("provider", handle.provider());
        out.writeNumberField("version", handle.version());
        out.writeStringField("data", handle.data());
        out.writeEndObject();
    }

    private void fault(Fault fault) throws IOException {
        out.writeStringField("fault", fault.name());
    }

    private void tag(String tag) throws IOException {
        out.writeStringField("is", tag);
    }

    private void instant(String name, Instant at) throws IOException {
        out.writeStringField(name, at.toString());
    }

    /// Nanoseconds; a duration of more than 292 years needs more than 64 bits of them.
    private void duration(String name, Duration duration) throws IOException {
        out.writeFieldName(name);
        if (Math.abs(duration.getSeconds()) < Long.MAX_VALUE / 1_000_000_000L) {
            out.writeNumber(duration.toNanos());
        } else {
            out.writeNumber(BigInteger.valueOf(duration.getSeconds())
                    .multiply(NANOS)
                    .add(BigInteger.valueOf(duration.getNano())));
        }
    }
}
