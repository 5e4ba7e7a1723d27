package dev.outlast.cli.demo;

import dev.outlast.cli.http.Json;
import dev.outlast.cli.text.Plain;
import dev.outlast.cli.text.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Tells what happens to the disturbed job, each thing once, in the order in which it comes to be known.
final class Story {
    private final Screen screen;
    private final Set<String> told = new HashSet<>();
    private Optional<Instant> taken = Optional.empty();

    Story(Screen screen) {
        this.screen = screen;
    }

    void taken(Instant at) {
        taken = Optional.of(at);
    }

    void follow(Json job, Watch watch) {
        var attempts = attempts(job);
        for (var attempt : attempts) {
            var number = attempt.at("attempt").number();
            var place = Words.place(attempt);
            var price = Words.money(attempt.at("price_per_hour").decimal()) + "/hour";
            once(
                    "asked" + number,
                    !attempt.at("launched_at").isNothing(),
                    () -> number == 1
                            ? "Attempt 1 gets a spot machine in " + place + " for " + price + "."
                            : "It is launched again: attempt " + number + " in " + place + " for " + price + ".");
            once(
                    "lost" + number,
                    !attempt.at("fault").isNothing(),
                    () -> "The loss is noticed"
                            + after(attempt.at("ended_at").time()) + ": "
                            + attempt.at("fault").text() + " ("
                            + Plain.line(attempt.at("detail").text()) + ").");
            once(
                    "runs" + number,
                    number > 1 && !attempt.at("started_at").isNothing(),
                    () -> "It runs again" + after(attempt.at("started_at").time()) + ".");
        }
        once(
                "resumed",
                watch.resumedAt() > 0,
                () -> "It goes on from its checkpoint at step " + watch.resumedAt()
                        + ": of " + watch.furthest() + " steps done, "
                        + Math.max(0, watch.furthest() - watch.resumedAt())
                        + " are done again.");
    }

    private String after(Optional<Instant> at) {
        if (taken.isEmpty() || at.isEmpty()) {
            return "";
        }
        long millis = Math.max(0, Duration.between(taken.get(), at.get()).toMillis());
        return String.format(" %.1f s after it was taken", millis / 1_000.0);
    }

    private void once(String key, boolean known, java.util.function.Supplier<String> line) {
        if (known && told.add(key)) {
            screen.line("  → " + line.get());
        }
    }

    static List<Json> attempts(Json job) {
        var tasks = job.at("tasks").items();
        return tasks.isEmpty() ? List.of() : tasks.getFirst().at("attempts").items();
    }
}
