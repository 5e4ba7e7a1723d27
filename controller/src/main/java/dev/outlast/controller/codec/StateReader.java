package dev.outlast.controller.codec;

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
import dev.outlast.core.checkpoint.Seal;
import dev.outlast.core.cluster.ClusterHandle;
import dev.outlast.core.cluster.Offer;
import dev.outlast.core.cluster.Place;

/// Reads what [StateWriter] wrote.
final class StateReader {
    private StateReader() {}

    static JobState job(Members in) throws UndecodableState {
        in.format(StateCodec.FORMAT);
        return new JobState(in.list("tasks", StateReader::task), in.text("cancelledBy"));
    }

    private static TaskState task(Members in) throws UndecodableState {
        return new TaskState(
                in.object("ledger", StateReader::ledger),
                in.object("phase", StateReader::phase),
                in.list("leftovers", StateReader::leftover));
    }

    private static Ledger ledger(Members in) throws UndecodableState {
        return new Ledger(
                in.integer("lastAttempt"),
                in.integer("userErrors"),
                in.integer("recoveries"),
                in.flag("recovering"),
                in.integer("infraStreak"),
                in.duration("ranBefore"),
                in.instant("waitingSince"),
                in.object("lost", StateReader::place),
                in.list("seals", seal -> new Seal(seal.integer("attempt"), seal.number("seq"))),
                in.instant("started"));
    }

    private static Phase phase(Members in) throws UndecodableState {
        var tag = in.tag();
        return switch (tag) {
            case "blocked" -> new Phase.Blocked();
            case "queued" -> new Phase.Queued(in.instant("since"));
            case "placing" ->
                new Phase.Placing(
                        in.instant("since"), in.object("resume", StateReader::resume), in.instant("notBefore"));
            case "launching" ->
                new Phase.Launching(in.integer("attempt"), offer(in), resumePoint(in, "resume"), in.instant("since"));
            case "activating" ->
                new Phase.Activating(live(in), in.instant("since"), in.integer("tries"), in.instant("notBefore"));
            case "preparing" -> new Phase.Preparing(live(in), in.instant("since"), contact(in));
            case "running" -> new Phase.Running(live(in), in.instant("since"), contact(in));
            case "judging" ->
                new Phase.Judging(
                        live(in), in.flag("inSetup"), in.integer("code"), in.instant("since"), in.duration("ranFor"));
            case "draining" -> new Phase.Draining(live(in), after(in), in.instant("since"), in.instant("deadline"));
            case "releasing" ->
                new Phase.Releasing(
                        in.integer("attempt"),
                        offer(in),
                        held(in),
                        after(in),
                        in.instant("since"),
                        in.integer("tries"),
                        in.instant("notBefore"));
            case "backoff" -> new Phase.Backoff(in.instant("until"), in.fault(), in.text("detail"));
            case "ended" -> new Phase.Ended(outcome(in), in.instant("at"));
            default -> throw in.unknownTag(tag);
        };
    }

    private static Leftover leftover(Members in) throws UndecodableState {
        return new Leftover(
                in.integer("attempt"), in.text("provider"), held(in), in.integer("tries"), in.instant("notBefore"));
    }

    private static Live live(Members outer) throws UndecodableState {
        return outer.object(
                "live", in -> new Live(in.integer("attempt"), offer(in), handle(in), resumePoint(in, "resume")));
    }

    private static Contact contact(Members outer) throws UndecodableState {
        return outer.object("contact", in -> {
            var tag = in.tag();
            return switch (tag) {
                case "good" -> new Contact.Good();
                case "lost" -> new Contact.Lost(in.instant("since"), in.text("detail"));
                default -> throw in.unknownTag(tag);
            };
        });
    }

    private static Held held(Members outer) throws UndecodableState {
        return outer.object("held", in -> {
            var tag = in.tag();
            return switch (tag) {
                case "byHandle" -> new Held.ByHandle(handle(in));
                case "byToken" -> new Held.ByToken();
                default -> throw in.unknownTag(tag);
            };
        });
    }

    private static After after(Members outer) throws UndecodableState {
        return outer.object("after", in -> {
            var tag = in.tag();
            return switch (tag) {
                case "retry" -> new After.Retry(in.fault(), in.text("detail"));
                case "end" -> new After.End(outcome(in));
                default -> throw in.unknownTag(tag);
            };
        });
    }

    private static Outcome outcome(Members outer) throws UndecodableState {
        return outer.object("outcome", in -> {
            var tag = in.tag();
            return switch (tag) {
                case "succeeded" -> new Outcome.Succeeded();
                case "failed" -> new Outcome.Failed(in.fault(), in.text("detail"));
                case "cancelled" -> new Outcome.Cancelled(in.text("by"));
                default -> throw in.unknownTag(tag);
            };
        });
    }

    private static Phase.Resume resume(Members in) throws UndecodableState {
        var tag = in.tag();
        return switch (tag) {
            case "unknown" -> new Phase.Resume.Unknown();
            case "known" -> new Phase.Resume.Known(resumePoint(in, "point"));
            default -> throw in.unknownTag(tag);
        };
    }

    private static ResumePoint resumePoint(Members outer, String name) throws UndecodableState {
        return outer.object(name, in -> {
            var tag = in.tag();
            return switch (tag) {
                case "beginning" -> new ResumePoint.Beginning();
                case "at" ->
                    new ResumePoint.At(
                            in.number("seq"),
                            in.integer("writtenByAttempt"),
                            in.text("bucketUrl"),
                            in.text("manifestName"));
                default -> throw in.unknownTag(tag);
            };
        });
    }

    private static Offer offer(Members outer) throws UndecodableState {
        return outer.object(
                "offer",
                in -> new Offer(
                        in.object("place", StateReader::place),
                        in.text("instanceType"),
                        in.flag("spot"),
                        in.price("pricePerHour")));
    }

    private static Place place(Members in) throws UndecodableState {
        return new Place(in.text("provider"), in.text("region"), in.text("zone"));
    }

    private static ClusterHandle handle(Members outer) throws UndecodableState {
        return outer.object(
                "handle", in -> new ClusterHandle(in.text("provider"), in.integer("version"), in.text("data")));
    }
}
