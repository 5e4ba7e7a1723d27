package dev.outlast.provider.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives back the space of a log's front that is kept elsewhere. Offsets stay as they are; a file system that
/// cannot
/// do it keeps the space.
final class LogPuncher {
    private static final Logger LOG = LoggerFactory.getLogger(LogPuncher.class);

    /// Smaller holes are not worth a process.
    private static final long STEP = 16L << 20;

    private final Path out;
    private long punched;

    LogPuncher(Path out) {
        this.out = out;
    }

    /// What is before this offset may be a hole, whichever launcher punched it.
    static long firstKept(Path out) throws IOException {
        try {
            return Long.parseLong(Files.readString(mark(out)));
        } catch (NoSuchFileException never) {
            return 0;
        } catch (NumberFormatException torn) {
            throw new IOException(mark(out) + " is not whole", torn);
        }
    }

    private static Path mark(Path out) {
        return out.resolveSibling("out.kept");
    }

    synchronized void kept(long offset) {
        var end = offset / STEP * STEP;
        if (end <= punched) {
            return;
        }
        try {
            if (end <= firstKept(out)) {
                punched = end;
                return;
            }
            // Before the hole is there: who reads a hole for output finds this.
            var whole = Files.writeString(out.resolveSibling("out.kept.new"), Long.toString(end));
            Files.move(whole, mark(out), StandardCopyOption.ATOMIC_MOVE);
            var _ = new ProcessBuilder(
                            "fallocate",
                            "--punch-hole",
                            "--offset",
                            "0",
                            "--length",
                            Long.toString(end),
                            out.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            punched = end;
        } catch (IOException cannot) {
            LOG.debug("{} keeps its space", out, cannot);
            punched = Long.MAX_VALUE;
        }
    }
}
