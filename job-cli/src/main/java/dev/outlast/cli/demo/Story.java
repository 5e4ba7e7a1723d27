package dev.outlast.cli.demo;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/// The part that moves: watches both jobs, takes the machine of one away, and says what becomes of it.
final class Story {
    private static final Duration AT_MOST = Duration.ofMinutes(15);
    private static final long LOOK_MILLIS = 150;

    private final Screen screen;
    private final Jobs jobs;
    private final Example example;
    private final JobWatch preempted;
    private final JobWatch undisturbed;

    private Optional<Instant> takenAt = Optional.empty();
    private Optional<Instant> lostAt = Optional.empty();
    private int lastStep;
    private int stepAtLoss;
    private OptionalInt resumedAt = OptionalInt.empty();
    private String firstPlace = "";
    private Optional<Progress> other = Optional.empty();

    Story(Screen screen, Jobs jobs, Example example, JobWatch preempted, JobWatch undisturbed) {
        this.screen = Objects.requireNonNull(screen);
        this.jobs = Objects.requireNonNull(jobs);
        this.example = Objects.requireNonNull(example);
        this.preempted = Objects.requireNonNull(preempted);
        this.undisturbed = Objects.requireNonNull(undisturbed);
    }

    /// Returns when both jobs have ended, however they did.
    void tell() throws IOException, DemoException, InterruptedException {
        var deadline = System.nanoTime() + AT_MOST.toNanos();
        var waiting = false;
        while (true) {
            lookAtOther();
            if (!preempted.ended()) {
                lookAtPreempted();
            } else if (undisturbed.ended()) {
                return;
            } else if (!waiting) {
                screen.say("   job " + preempted.job() + " has ended; waiting for job " + undisturbed.job());
                waiting = true;
            } else {
                other.ifPresent(progress -> screen.show(progress, ""));
            }
            if (System.nanoTime() > deadline) {
                throw new DemoException("the jobs have not ended after " + AT_MOST.toMinutes() + " minutes");
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private void lookAtOther() throws IOException, DemoException {
        for (var line : undisturbed.newLines()) {
            Progress.of(line).ifPresent(progress -> other = Optional.of(progress));
        }
        if (!undisturbed.ended()) {
            undisturbed.newEvents();
        }
    }

    private void lookAtPreempted() throws IOException, DemoException {
        for (var line : preempted.newLines()) {
            var progress = Progress.of(line);
            if (progress.isPresent()) {
                advance(progress.get());
            }
        }
        for (var event : preempted.newEvents()) {
            narrate(event);
        }
        if (preempted.ended()) {
            screen.keep();
        }
    }

    private void advance(Progress progress) throws IOException, DemoException {
        lastStep = progress.step();
        var beside = other.map(twin -> "   (job " + undisturbed.job() + ": " + twin.percent() + " %)");
        screen.show(progress, beside.orElse(""));
        if (takenAt.isEmpty() && lastStep >= example.preemptAt()) {
            screen.keep();
            screen.say("");
            screen.say("4. Taking the spot machine away, without notice, as a cloud may do at any time.");
            screen.say("   Every process on it is killed; what was computed since the last checkpoint is lost.");
            takenAt = Optional.of(Instant.now());
            jobs.preempt(preempted.job());
        }
    }

    private void narrate(JobEvent event) throws IOException, DemoException {
        switch (event.kind()) {
            case "launching" -> place(event);
            case "lost" -> {
                lostAt = Optional.of(event.at());
                stepAtLoss = lastStep;
                screen.say("   " + since(takenAt, event) + " later the loss was noticed: " + event.detail());
            }
            case "recovered" -> {
                resumedAt = Attempt.checkpoint(event.detail());
                screen.say("   " + since(lostAt, event) + " after the loss the training runs again, " + event.detail());
                screen.say("   " + lostSteps());
            }
            default -> {
                // The timeline at the end has them all.
            }
        }
    }

    private void place(JobEvent event) {
        if (firstPlace.isEmpty()) {
            firstPlace = event.detail();
            screen.say("   placed at " + event.detail() + ", the cheapest offer");
        } else {
            screen.say("   relaunching in another place: " + where(event.detail()) + " (it was " + where(firstPlace)
                    + ")");
        }
    }

    /// Of `local/east/a, local.small spot at $0.0040/h` the place.
    private static String where(String offer) {
        var comma = offer.indexOf(',');
        return comma < 0 ? offer : offer.substring(0, comma);
    }

    private String lostSteps() {
        if (resumedAt.isEmpty()) {
            return "no checkpoint was found";
        }
        return "of the " + stepAtLoss + " steps seen before, " + Math.max(0, stepAtLoss - resumedAt.getAsInt())
                + " are done again";
    }

    private static String since(Optional<Instant> from, JobEvent event) {
        return from.map(start -> Tables.span(Duration.between(start, event.at())))
                .orElse("Some time");
    }
}
