package dev.outlast.e2e;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// The people of the kill test: they submit, preempt and cancel, and keep their own list of what was promised to
/// them.
final class Crowd {
    private static final int MOST_PREEMPTIONS = 2;

    private final Door door;
    private final Path ledgers;
    private final Random random;
    private final List<Promised> promised = new ArrayList<>();
    private final AtomicInteger allowed = new AtomicInteger();
    private final AtomicBoolean last = new AtomicBoolean();

    /// A job that the controller has acknowledged.
    static final class Promised {
        private final String key;
        private final long id;
        private final Kind kind;
        private final String yaml;
        private int preemptions;
        private boolean cancelled;

        Promised(String key, long id, Kind kind, String yaml) {
            this.key = key;
            this.id = id;
            this.kind = kind;
            this.yaml = yaml;
        }

        String key() {
            return key;
        }

        long id() {
            return id;
        }

        Kind kind() {
            return kind;
        }

        String yaml() {
            return yaml;
        }

        /// How often its loss was asked for; fewer may have happened.
        int preemptions() {
            return preemptions;
        }
    }

    Crowd(Door door, Path ledgers, long seed) {
        this.door = door;
        this.ledgers = ledgers;
        this.random = new Random(seed);
    }

    /// So many jobs may have been submitted by now.
    void allow(int jobs) {
        allowed.set(jobs);
    }

    /// No more will be allowed.
    void finish() {
        last.set(true);
    }

    /// Acts until told to finish and all is submitted, then cancels what only ends so.
    List<Promised> act() throws InterruptedException {
        while (!last.get() || promised.size() < allowed.get()) {
            if (promised.size() < allowed.get()) {
                submit();
            }
            for (var job : promised) {
                if (random.nextInt(3) == 0) {
                    meddle(job);
                }
            }
            TimeUnit.MILLISECONDS.sleep(random.nextInt(20, 250));
        }
        promised.stream().filter(job -> job.kind() == Kind.IS_CANCELLED).forEach(this::cancel);
        return promised;
    }

    private void submit() {
        var number = promised.size();
        // Each kind comes early, then at random.
        var kinds = Kind.values();
        var chosen = kinds[random.nextInt(kinds.length)];
        var kind = number < kinds.length ? kinds[number] : random.nextInt(3) == 0 ? Kind.IS_PREEMPTED : chosen;
        var key = "job-" + number;
        var yaml = kind.yaml(key, ledgers);
        promised.add(new Promised(key, door.submit(yaml, "key-" + number), kind, yaml));
    }

    private void meddle(Promised job) {
        if (job.kind() == Kind.IS_CANCELLED && random.nextInt(6) == 0) {
            cancel(job);
        }
        if (job.kind() == Kind.IS_PREEMPTED && job.preemptions < MOST_PREEMPTIONS && random.nextBoolean()) {
            var ledger = Ledger.read(Kind.ledger(ledgers, job.key(), 0, 0));
            if (!ledger.all("commit").isEmpty() && ledger.all("end").isEmpty()) {
                // Refused when it has no cluster at the moment. Repeated after a crash it may take another attempt's.
                door.rehearse("preempt", Map.of("job", Long.toString(job.id())));
                job.preemptions += door.tries();
            }
        }
    }

    private void cancel(Promised job) {
        if (!job.cancelled) {
            door.cancel(job.id());
            job.cancelled = true;
        }
    }
}
