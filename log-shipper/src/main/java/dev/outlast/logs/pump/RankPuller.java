package dev.outlast.logs.pump;

import dev.outlast.core.cluster.ClusterHandle;
import dev.outlast.core.spi.LauncherException;
import dev.outlast.core.spi.LogAccess;
import dev.outlast.logs.RankLog;
import dev.outlast.logs.redaction.Redaction;
import dev.outlast.logs.redaction.RedactionStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Brings one rank's output from its node into its log. It keeps no cursor of its own: after any failure, and in
/// the
/// next
/// leader, it goes on where the log ends. For one thread at a time; the controller says when.
public final class RankPuller {
    /// The node hears that bytes are kept each time so many more are.
    private static final long REPORT_BYTES = 4 << 20;

    private final RankLog log;
    private final Redaction redaction;
    private final InstantSource clock;
    private final Keeping keeping;
    private @Nullable RedactionStream stream;
    /// How far the log was when it was last asked how much of it is kept.
    private long asked;
    private long reported;
    /// What is before it and not in the log is gone from the node too.
    private long floor;

    public RankPuller(RankLog log, Redaction redaction, InstantSource clock) {
        this(log, redaction, clock, Keeping.ON_THIS_DISK);
    }

    public RankPuller(RankLog log, Redaction redaction, InstantSource clock, Keeping keeping) {
        this.log = log;
        this.redaction = redaction;
        this.clock = clock;
        this.keeping = keeping;
        this.asked = log.nextOffset();
    }

    /// @param read bytes that came from the node; when it is `maxBytes` there may be more at once
    /// @param kept bytes that are new in the log; a few may wait for what follows, see [RedactionStream]
    public record Pulled(int read, long kept) {}

    /// @param drained whether the node had no more
    /// @param kept bytes that are new in the log
    public record Drained(boolean drained, long kept) {}

    /// Pulls once, makes bytes durable when they have waited 0.5 s, and compresses closed segments when there is
    /// time.
    ///
    /// @param maxBytes 1 to 16 MiB
    /// @throws LauncherException when the rank cannot be read now
    /// @throws dev.outlast.logs.LogSpaceException when there is no room: hold back, the node keeps the bytes
    /// @throws dev.outlast.logs.StaleEpochException when a newer leader pulls; stop
    public Pulled pullOnce(LogAccess access, ClusterHandle handle, int maxBytes) throws LauncherException, IOException {
        var redacting = stream;
        if (redacting == null) {
            redacting = begin(access, handle);
            stream = redacting;
        }
        var next = Math.max(floor, log.nextOffset());
        var chunk = access.readLog(handle, log.key().rank(), next + redacting.held(), maxBytes);
        long kept;
        try {
            kept = log.append(next, redacting.feed(chunk), clock.instant());
            log.syncIfDue(clock.instant());
        } catch (IOException failed) {
            stream = null;
            throw failed;
        }
        report(access, handle);
        if (log.closedSegments() > (chunk.length == 0 ? 0 : 1)) {
            log.sealClosed();
        }
        return new Pulled(chunk.length, kept);
    }

    /// Pulls until the node has no more, and makes everything durable. What came until a failure is kept.
    ///
    /// @param limit gives up after this time
    /// @param nanos a monotonic clock
    public Drained finalPull(LogAccess access, ClusterHandle handle, int maxBytes, Duration limit, LongSupplier nanos)
            throws LauncherException, IOException {
        var began = nanos.getAsLong();
        var before = log.nextOffset();
        var drained = false;
        try {
            while (!drained && nanos.getAsLong() - began < limit.toNanos()) {
                drained = pullOnce(access, handle, maxBytes).read() == 0;
            }
        } finally {
            flush();
        }
        return new Drained(drained, log.nextOffset() - before);
    }

    /// Keeps what was held back and seals the log: the attempt has ended, or its node is lost.
    public void finish() throws IOException {
        flush();
        log.seal();
        keeping.kept(log);
    }

    private void flush() throws IOException {
        var ending = stream;
        stream = null;
        if (ending != null) {
            log.append(Math.max(floor, log.nextOffset()), ending.end(), clock.instant());
        }
        log.sync();
    }

    /// A secret may lie across the end of the log: what is before it is read again.
    private RedactionStream begin(LogAccess access, ClusterHandle handle) throws LauncherException, IOException {
        // Another controller may have kept, and lost, what this one does not have: the log shows a gap then.
        var first = access.firstKept(handle, log.key().rank());
        floor = first;
        log.skipTo(first);
        var next = Math.max(first, log.nextOffset());
        var from = Math.max(first, next - redaction.lookBehind());
        var before = new ByteArrayOutputStream();
        while (from < next) {
            var more = access.readLog(handle, log.key().rank(), from, (int) (next - from));
            if (more.length == 0) {
                break;
            }
            before.writeBytes(more);
            from += more.length;
        }
        return new RedactionStream(redaction, before.toByteArray());
    }

    private void report(LogAccess access, ClusterHandle handle) throws IOException {
        if (log.nextOffset() - asked >= REPORT_BYTES) {
            asked = log.nextOffset();
            var kept = keeping.kept(log);
            if (kept > reported) {
                reported = kept;
                access.logKept(handle, log.key().rank(), Math.max(0, kept - redaction.lookBehind()));
            }
        }
    }
}
