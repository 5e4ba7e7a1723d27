package dev.outlast.provider.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells an ext4 file system that the directories made in a directory have nothing to do with each other (`chattr +T`),
/// so that it lays them all over the disk. Otherwise a node lies where those before it were, and without a journal the
/// file system passes over every inode that was removed there within the last minutes before it makes a new one: a
/// thousand short jobs one after the other took twice their time.
///
/// A hint. Other file systems, and machines without the program, do without it.
final class Scatter {
    private static final Logger LOG = LoggerFactory.getLogger(Scatter.class);
    private static final long SECONDS = 5;

    private Scatter() {}

    static void over(Path directory) {
        try {
            var process = new ProcessBuilder("chattr", "+T", "--", directory.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException without) {
            LOG.debug("directories in {} are laid as they come", directory, without);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
