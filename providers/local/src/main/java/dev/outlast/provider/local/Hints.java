package dev.outlast.provider.local;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchService;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hears what runners call out by touching a file that is named after their cluster: one watch and one thread for
/// all
/// clusters, whoever started them.
final class Hints implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Hints.class);

    private final WatchService watch;

    /// @param heard called with the name of the touched file, empty when some calls may have been missed
    Hints(Path directory, Consumer<Optional<String>> heard) throws IOException {
        watch = directory.getFileSystem().newWatchService();
        directory.register(watch, ENTRY_CREATE, ENTRY_MODIFY);
        Thread.ofPlatform().daemon().name("local-hints").start(() -> listen(heard));
    }

    private void listen(Consumer<Optional<String>> heard) {
        try {
            while (true) {
                var key = watch.take();
                for (WatchEvent<?> event : key.pollEvents()) {
                    tell(heard, event);
                }
                key.reset();
            }
        } catch (ClosedWatchServiceException closed) {
            // The launcher was closed.
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static void tell(Consumer<Optional<String>> heard, WatchEvent<?> event) {
        try {
            heard.accept(event.context() instanceof Path name ? Optional.of(name.toString()) : Optional.empty());
        } catch (RuntimeException broken) {
            // A hint is only a hint; the thread must stay for the next one.
            LOG.warn("a hint was lost", broken);
        }
    }

    @Override
    public void close() throws IOException {
        watch.close();
    }
}
