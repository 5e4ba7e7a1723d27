package dev.outlast.logs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// Finds where a rank's log ends, from its files alone, and takes it over for one epoch.
///
/// @param next offset after the last byte that is there
/// @param active our own epoch's unfinished file, cut at its last valid frame and durable
/// @param activeBytes valid bytes of that file
/// @param closed how many segments wait to be sealed
record Recovery(long next, Optional<SegmentFile> active, long activeBytes, int closed) {
    static Recovery run(Path directory, RankKey key, long epoch, SegmentLimits limits) throws IOException {
        Durable.createDirectories(directory);
        claim(directory, key, epoch);
        var found = Listing.of(directory, key);
        try (var leftovers = Files.newDirectoryStream(directory, "*" + SegmentFile.TEMPORARY)) {
            for (var leftover : leftovers) {
                Files.deleteIfExists(leftover);
            }
        }
        for (var file : found.files()) {
            switch (file.form()) {
                case ACTIVE ->
                    takeOver(file, epoch, file.equals(found.segments().getLast()), limits);
                case CLOSED -> dropIfEmpty(file, limits);
                case SEALED -> settle(file);
            }
        }
        Durable.directory(directory);
        return measure(Listing.of(directory, key), limits);
    }

    /// Leaves our epoch's mark, before we look at anything: a stale leader that finds no newer mark after it made
    /// bytes
    /// durable knows that they are seen here.
    private static void claim(Path directory, RankKey key, long epoch) throws IOException {
        var before = Listing.of(directory, key).epoch();
        if (before > epoch) {
            throw new StaleEpochException(key, epoch);
        }
        var mark = Listing.epochPath(directory, epoch);
        if (!Files.exists(mark)) {
            Files.createFile(mark);
            Durable.directory(directory);
        }
        if (before < epoch) {
            Files.deleteIfExists(Listing.epochPath(directory, before));
        }
    }

    /// The rename comes before the look at the end: a stale leader appends no more.
    private static void takeOver(SegmentFile file, long epoch, boolean last, SegmentLimits limits) throws IOException {
        var ours = last && file.name().epoch() == epoch;
        var taken = ours ? file : file.as(SegmentFile.Form.CLOSED);
        if (!ours) {
            Files.move(file.path(), taken.path());
        }
        var view = FramedSegment.open(taken.path(), taken.start(), limits.blockBytes());
        if (view.end() == taken.start()) {
            drop(taken);
            return;
        }
        try (var channel = FileChannel.open(taken.path(), StandardOpenOption.WRITE)) {
            channel.truncate(view.validBytes());
            channel.force(true);
        }
    }

    /// A crash came between the sealing and the deletion of what was sealed.
    private static void settle(SegmentFile sealed) throws IOException {
        var closed = sealed.as(SegmentFile.Form.CLOSED).path();
        var view = SealedSegment.open(sealed.path(), sealed.start());
        if (view.isWhole()) {
            Files.deleteIfExists(closed);
        } else if (Files.exists(closed)) {
            Files.delete(sealed.path());
        } else if (view.end() == sealed.start()) {
            setAside(sealed);
        }
    }

    private static void dropIfEmpty(SegmentFile closed, SegmentLimits limits) throws IOException {
        if (Files.exists(closed.path())
                && FramedSegment.open(closed.path(), closed.start(), limits.blockBytes())
                                .end()
                        == closed.start()) {
            drop(closed);
        }
    }

    /// A file without a valid frame: the first write was cut off, or the disk has damaged more than that.
    private static void drop(SegmentFile file) throws IOException {
        if (Files.size(file.path()) <= Frames.HEAD + Frames.HEADER + Frames.MAX_PAYLOAD) {
            Files.delete(file.path());
        } else {
            setAside(file);
        }
    }

    /// A damaged file must not hide the new one of the same name.
    private static void setAside(SegmentFile file) throws IOException {
        Files.move(
                file.path(),
                file.path().resolveSibling(file.path().getFileName() + ".damaged"),
                StandardCopyOption.REPLACE_EXISTING);
    }

    private static Recovery measure(Listing listing, SegmentLimits limits) throws IOException {
        var next = listing.goneEnd();
        var active = Optional.<SegmentFile>empty();
        var bytes = 0L;
        if (!listing.segments().isEmpty()) {
            var last = listing.segments().getLast();
            next = switch (last.form()) {
                case SEALED ->
                    Math.max(next, SealedSegment.open(last.path(), last.start()).end());
                case CLOSED, ACTIVE -> {
                    var view = FramedSegment.open(last.path(), last.start(), limits.blockBytes());
                    // What the quota deleted comes after it only when files were lost: then a new file begins there.
                    if (last.form() == SegmentFile.Form.ACTIVE && view.end() >= next) {
                        active = Optional.of(last);
                        bytes = view.validBytes();
                    }
                    yield Math.max(next, view.end());
                }
            };
        }
        var closed = listing.segments().stream()
                .filter(file -> file.form() == SegmentFile.Form.CLOSED)
                .count();
        return new Recovery(next, active, bytes, (int) closed);
    }
}
