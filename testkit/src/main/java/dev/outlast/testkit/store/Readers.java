package dev.outlast.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outlast.core.spi.Store;
import dev.outlast.core.store.EventCursor;
import dev.outlast.core.store.JobPage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/// Threads that read while a test writes. Jobs 1 and 2 always change together, with one event each.
final class Readers implements AutoCloseable {
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final ExecutorService threads;
    private final List<Future<Integer>> reads = new ArrayList<>();

    Readers(Store store, int count) {
        threads = Executors.newFixedThreadPool(count);
        for (var i = 0; i < count; i++) {
            reads.add(threads.submit(reader(store)));
        }
    }

    void stopAndCheck() throws Exception {
        stopping.set(true);
        for (var read : reads) {
            assertThat(read.get()).isPositive();
        }
    }

    @Override
    public void close() {
        stopping.set(true);
        threads.shutdownNow();
    }

    private Callable<Integer> reader(Store store) {
        return () -> {
            var place = EventCursor.START;
            var rounds = 0;
            do {
                var page = store.jobs(new JobPage(Long.MAX_VALUE, 10, Set.of(), "", ""));
                assertThat(page.stream().map(j -> j.status()).distinct().count())
                        .isLessThanOrEqualTo(1);
                assertThat(page.size()).isIn(0, 2);
                var news = store.events(place, 1_000);
                for (var event : news) {
                    var next =
                            place.n() == 0 ? new EventCursor(place.batch(), 1) : new EventCursor(place.batch() + 1, 0);
                    assertThat(event.cursor()).isEqualTo(next);
                    place = event.cursor();
                }
                rounds++;
            } while (!stopping.get());
            return rounds;
        };
    }
}
