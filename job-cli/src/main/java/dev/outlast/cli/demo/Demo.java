package dev.outlast.cli.demo;

import dev.outlast.cli.control.ControllerException;
import java.io.IOException;
import java.util.List;
import java.util.Objects;

/// The demo from its first line to its last.
final class Demo {
    private static final String PREEMPTED_BUCKET = "demo-preempted";
    private static final String UNDISTURBED_BUCKET = "demo-undisturbed";

    private final Screen screen;
    private final Example example;
    private final DemoHome home;

    Demo(Screen screen, Example example, DemoHome home) {
        this.screen = Objects.requireNonNull(screen);
        this.example = Objects.requireNonNull(example);
        this.home = Objects.requireNonNull(home);
    }

    /// Returns when everything was shown and proven.
    void run() throws IOException, DemoException, ControllerException, InterruptedException {
        screen.say("A training job loses its spot machine in the middle, and still ends with the same result.");
        screen.say("All of it happens here: regions, machines and prices are played by the local launcher;");
        screen.say("the training, its processes and its checkpoints are real. It takes a minute or two.");
        screen.say("");
        screen.say("1. Starting a controller with a home of its own, so that nothing of yours is touched.");
        screen.say("   " + home.folder());
        var jobs = home.start(screen);
        screen.say("");
        screen.say("2. Submitting examples/train/train.yaml twice, with " + example.steps() + " steps.");
        var workdir = jobs.upload(example.archive());
        var one = jobs.submit("train", example.yaml(PREEMPTED_BUCKET), workdir);
        var other = jobs.submit("train-undisturbed", example.yaml(UNDISTURBED_BUCKET), workdir);
        screen.say("   job " + one + " will lose its machine; job " + other + " will not, and is what to compare with");
        screen.say("");
        screen.say("3. Job " + one + " trains on a spot machine, and saves a checkpoint to its bucket every "
                + example.saveEvery() + " steps.");
        var watch = new JobWatch(jobs, one);
        new Story(screen, jobs, example, watch, new JobWatch(jobs, other)).tell();
        report(watch, jobs.job(one), jobs.job(other));
    }

    private void report(JobWatch watch, JobRecord one, JobRecord other) throws DemoException {
        screen.say("");
        screen.say("5. What happened to job " + one.id() + ", and what it cost (`outlast events`, `outlast cost`).");
        screen.say("");
        Tables.timeline(watch.history()).forEach(screen::say);
        screen.say("");
        Tables.attempts(one.attempts()).forEach(screen::say);
        screen.say(
                "   total " + Tables.total(one.attempts()) + "; undisturbed it was " + Tables.total(other.attempts()));
        screen.say("");
        screen.say("6. The proof: the final loss of both, from the results in their buckets.");
        var problems = List.<String>of();
        if (one.succeeded() && other.succeeded()) {
            var left = Result.in(home.bucket(PREEMPTED_BUCKET));
            var right = Result.in(home.bucket(UNDISTURBED_BUCKET));
            screen.say("   preempted    " + left.finalLoss() + "   (" + left.exactly() + ")");
            screen.say("   undisturbed  " + right.finalLoss() + "   (" + right.exactly() + ")");
            problems = Proof.gaps(one, other, left, right);
        } else {
            problems = List.of("job " + one.id() + " ended as " + one.status() + ", job " + other.id() + " as "
                    + other.status() + "; both should have SUCCEEDED. " + one.reason() + other.reason());
        }
        if (!problems.isEmpty()) {
            throw new DemoException("not proven: " + String.join(" ", problems).strip());
        }
        screen.say("   equal, to the last bit");
    }
}
