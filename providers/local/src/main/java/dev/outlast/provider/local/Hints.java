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

/// Hears what runners call out by touching a file that is named after their cluster: one watch and one thread for all
/// clusters, whoever started them.
final class Hints implements AutoCloseable {
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
                    heard.accept(
                            event.context() instanceof Path name ? Optional.of(name.toString()) : Optional.empty());
                }
                key.reset();
            }
        } catch (ClosedWatchServiceException closed) {
            // The launcher was closed.
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        watch.close();
    }
}
