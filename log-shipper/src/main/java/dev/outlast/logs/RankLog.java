package dev.outlast.logs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Writes one rank's log for one epoch. The cursor is the data: [#nextOffset] is found in the files when it is
/// opened.
///
/// What [#append] took survives the end of this process at once, and a power cut after the next [#sync]. No file
/// stays
/// open between calls: ten thousand ranks cost no descriptors, and a writer whose file was taken over by a newer
/// epoch
/// finds it gone. Calls of several threads run one after the other.
public final class RankLog {
    /// New bytes wait at most this long for [#syncIfDue], called at least twice as often, to make them durable.
    private static final Duration SYNC_AFTER = Duration.ofMillis(500);

    private final Path directory;
    private final RankKey key;
    private final long epoch;
    private final SpaceGuard space;
    private final SegmentLimits limits;
    private @Nullable Active active;
    private @Nullable Instant unsyncedSince;
    private long next;
    private long synced;
    private int closed;

    private RankLog(Path directory, RankKey key, long epoch, SpaceGuard space, SegmentLimits limits, Recovery found) {
        this.directory = directory;
        this.key = key;
        this.epoch = epoch;
        this.space = space;
        this.limits = limits;
        this.active = found.active()
                .map(file -> new Active(file, found.activeBytes()))
                .orElse(null);
        this.next = found.next();
        this.synced = found.next();
        this.closed = found.closed();
    }

    /// Takes the log over: files of older epochs are closed, leftovers of a crash put in order.
    ///
    /// @throws StaleEpochException when a newer epoch has written already
    static RankLog open(Path directory, RankKey key, long epoch, SpaceGuard space, SegmentLimits limits)
            throws IOException {
        return new RankLog(directory, key, epoch, space, limits, Recovery.run(directory, key, epoch, limits));
    }

    public RankKey key() {
        return key;
    }

    /// The offset of the first byte that is not here yet.
    public synchronized long nextOffset() {
        return next;
    }

    /// Everything before this offset survives a power cut.
    public synchronized long syncedOffset() {
        return synced;
    }

    /// Keeps what it does not have yet. Bytes before [#nextOffset] are ignored; when `offset` is after it, the
    /// bytes
    /// between are recorded as a gap for ever.
    ///
    /// @param offset of the first byte, from 0
    /// @param now when they were read
    /// @return how many bytes were new
    /// @throws LogSpaceException when there is no room; ask again for [#nextOffset]
    /// @throws StaleEpochException when a newer epoch took the log over
    public synchronized long append(long offset, byte[] bytes, Instant now) throws IOException {
        if (offset < 0 || bytes.length > Frames.MAX_OFFSET - offset) {
            throw new IllegalArgumentException("offset out of range: " + offset);
        }
        var from = Math.clamp(next - offset, 0, bytes.length);
        if (from == bytes.length) {
            return 0;
        }
        var fresh = bytes.length - from;
        space.admit(fresh);
        if (unsyncedSince == null) {
            unsyncedSince = now;
        }
        var millis = now.toEpochMilli();
        if (offset > next) {
            var missing = offset - next;
            write(8, missing, out -> Frames.putGap(out, next, millis, missing));
        }
        while (from < bytes.length) {
            var start = from;
            var length = Math.min(limits.blockBytes(), bytes.length - start);
            write(length, length, out -> Frames.putData(out, next, millis, bytes, start, length));
            from += length;
        }
        return fresh;
    }

    /// Goes on at a later offset, in a segment of its own. What is between shows as missing, unless another controller
    /// has it: a recorded gap would hide that.
    public synchronized void skipTo(long offset) throws IOException {
        if (offset > next) {
            close();
            next = offset;
            synced = offset;
            unsyncedSince = null;
        }
    }

    /// Makes everything durable when new bytes have waited long enough.
    public synchronized void syncIfDue(Instant now) throws IOException {
        if (unsyncedSince != null) {
            var waited = Duration.between(unsyncedSince, now);
            if (waited.isNegative() || waited.compareTo(SYNC_AFTER) >= 0) {
                sync();
            }
        }
    }

    /// Makes everything durable. When the disk fails, what it may have lost is forgotten and [#nextOffset] goes
    /// back.
    public synchronized void sync() throws IOException {
        if (active != null && synced < next) {
            try {
                Durable.file(active.file.path());
                refuseNewerEpoch();
            } catch (NoSuchFileException taken) {
                throw stale(taken);
            } catch (ClosedByInterruptException | StaleEpochException notTheDisk) {
                throw notTheDisk;
            } catch (IOException failed) {
                active.rollBack();
                next = synced;
                throw LogSpaceException.typed(failed);
            }
            active.syncedBytes = active.bytes;
        }
        synced = next;
        unsyncedSince = null;
    }

    /// How many segments wait for [#sealClosed].
    public synchronized int closedSegments() {
        return closed;
    }

    /// Compresses what is closed; takes about 0.1 s of processor time per segment.
    public synchronized void sealClosed() throws IOException {
        if (closed == 0) {
            return;
        }
        refuseNewerEpoch();
        var listing = Listing.of(directory, key);
        for (int index = 0; index < listing.segments().size(); index++) {
            var file = listing.segments().get(index);
            if (file.form() == SegmentFile.Form.CLOSED) {
                Sealer.seal(file, listing.limit(index), limits, epoch);
            }
        }
        closed = 0;
    }

    /// Closes and seals everything; for when the attempt has ended, or to let the quota reach it. Appending
    /// afterwards
    /// begins another segment.
    public synchronized void seal() throws IOException {
        close();
        sealClosed();
    }

    private void close() throws IOException {
        if (active == null) {
            return;
        }
        sync();
        try {
            Durable.rename(
                    active.file.path(), active.file.as(SegmentFile.Form.CLOSED).path());
        } catch (NoSuchFileException taken) {
            throw stale(taken);
        }
        active = null;
        closed++;
    }

    private interface Frame {
        void put(ByteBuffer out);
    }

    private void write(int payload, long length, Frame frame) throws IOException {
        var file = active;
        if (file == null || file.output >= limits.segmentBytes() || file.bytes >= limits.fileBytes()) {
            close();
            file = begin();
        }
        var head = file.bytes == 0 ? Frames.head() : new byte[0];
        var out = ByteBuffer.allocate(head.length + Frames.HEADER + payload).put(head);
        frame.put(out);
        try {
            file.write(out.flip());
        } catch (NoSuchFileException taken) {
            throw stale(taken);
        } catch (IOException failed) {
            file.repair();
            throw LogSpaceException.typed(failed);
        }
        file.output += payload;
        next += length;
    }

    private Active begin() throws IOException {
        refuseNewerEpoch();
        var begun = new Active(SegmentFile.of(directory, key.segment(next, epoch), SegmentFile.Form.ACTIVE), 0);
        active = begun;
        return begun;
    }

    private void refuseNewerEpoch() throws IOException {
        if (Listing.of(directory, key).epoch() > epoch) {
            throw new StaleEpochException(key, epoch);
        }
    }

    /// Our file is gone: taken over, or the whole job was deleted.
    private IOException stale(NoSuchFileException gone) {
        return Files.isDirectory(directory) ? new StaleEpochException(key, epoch) : gone;
    }

    /// The file that grows.
    private static final class Active {
        private final SegmentFile file;
        private long bytes;
        private long syncedBytes;
        private long output;
        private boolean exists;
        private boolean torn;

        Active(SegmentFile file, long bytes) {
            this.file = file;
            this.bytes = bytes;
            this.syncedBytes = bytes;
            this.output = bytes;
            this.exists = bytes > 0;
        }

        void write(ByteBuffer frame) throws IOException {
            var isNew = !exists;
            var option = isNew ? StandardOpenOption.CREATE_NEW : StandardOpenOption.WRITE;
            try (var channel = FileChannel.open(file.path(), new OpenOption[] {StandardOpenOption.WRITE, option})) {
                exists = true;
                if (torn) {
                    channel.truncate(bytes);
                }
                torn = true;
                var position = bytes;
                while (frame.hasRemaining()) {
                    position += channel.write(frame, position);
                }
                torn = false;
                bytes = position;
            }
            if (isNew) {
                Durable.directory(file.path().resolveSibling(""));
            }
        }

        /// Cuts off what a failed write left; when that fails too, the next write does it.
        void repair() {
            if (exists && torn) {
                try (var channel = FileChannel.open(file.path(), StandardOpenOption.WRITE)) {
                    channel.truncate(bytes);
                    torn = false;
                } catch (IOException stillTorn) {
                    torn = true;
                }
            }
        }

        void rollBack() {
            bytes = syncedBytes;
            torn = true;
            repair();
        }
    }
}
