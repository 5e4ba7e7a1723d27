package dev.outlast.controller.store;

import static dev.outlast.testkit.store.SampleRows.after;
import static org.assertj.core.api.Assertions.assertThat;

import dev.outlast.core.store.EventCursor;
import dev.outlast.core.store.StoreException;
import dev.outlast.testkit.store.SampleRows;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// kill -9 at random moments loses nothing that was acknowledged, and leaves nothing half done.
///
/// `-Doutlast.kills=1000` for a long run.
@Tag("slow")
@Timeout(1800)
class KillTest {
    @TempDir
    Path directory;

    @Test
    void everyAcknowledgedBatchSurvivesKill() throws Exception {
        var file = directory.resolve("outlast.db");
        var random = new Random(Long.getLong("outlast.seed", 42));
        var acknowledged = 0L;
        for (var kill = 0; kill < Integer.getInteger("outlast.kills", 10); kill++) {
            try (var child = new ChildJvm(Committer.class, file.toString())) {
                for (var lines = random.nextInt(1, 60); lines > 0; lines--) {
                    acknowledged = Long.parseLong(child.line());
                }
                for (var line : child.kill()) {
                    acknowledged = line.isEmpty() ? acknowledged : Long.parseLong(line);
                }
            }
            check(file, acknowledged);
        }
    }

    private static void check(Path file, long acknowledged) throws StoreException {
        try (var store = Stores.open(file)) {
            var last = store.leader().lastBatch();
            assertThat(last).isBetween(acknowledged, acknowledged + 1);
            assertThat(store.leader().lastJobId()).isEqualTo(2 * last);
            assertThat(store.counts()).isEqualTo(Map.of("PENDING", 2 * last));
            var place = EventCursor.START;
            var seen = 0L;
            for (var page = store.events(place, 10_000); !page.isEmpty(); page = store.events(place, 10_000)) {
                seen += page.size();
                place = page.getLast().cursor();
            }
            assertThat(seen).isEqualTo(2 * last);
            assertThat(place).isEqualTo(new EventCursor(last, 1));
        }
    }

    /// Commits batches of two new jobs for ever; prints a batch's number once its commit returned.
    static final class Committer {
        private Committer() {}

        public static void main(String[] args) throws Exception {
            try (var store = Stores.open(Path.of(args[0]))) {
                var leader = store.takeLead("child");
                for (var b = leader.lastBatch() + 1; ; b++) {
                    store.commit(after(store.leader())
                            .with(SampleRows.job(2 * b - 1, "PENDING"), SampleRows.job(2 * b, "PENDING"))
                            .withEvent(2 * b - 1)
                            .withEvent(2 * b)
                            .build());
                    System.out.println(b);
                    if (b % 7 == 0) {
                        store.checkpoint();
                    }
                }
            }
        }
    }
}
