package dev.outlast.logs;

import dev.outlast.core.job.JobId;
import dev.outlast.core.log.SegmentName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The directory of all logs: `<root>/<job>/<task>/<attempt>/<rank>/`. Other files in it are left alone.
public final class LogTree {
    private static final String DELETED = ".deleted-";
    /// Blocks that the readers of one attempt share: 8 MiB.
    private static final int VIEW_BLOCKS = 32;

    private final Path root;
    private final SegmentLimits limits;

    public LogTree(Path root) {
        this(root, SegmentLimits.DEFAULT);
    }

    public LogTree(Path root, SegmentLimits limits) {
        this.root = root.toAbsolutePath();
        this.limits = limits;
    }

    public Path root() {
        return root;
    }

    SegmentLimits limits() {
        return limits;
    }

    public Path directory(RankKey key) {
        return root.resolve(key.toString());
    }

    /// Takes a rank's log over for writing.
    ///
    /// @throws StaleEpochException when a newer epoch has written it already
    public RankLog open(RankKey key, long epoch, SpaceGuard space) throws IOException {
        return RankLog.open(directory(key), key, epoch, space.of(key), limits);
    }

    /// Reads a rank's log, also one that does not exist yet.
    public LogReader reader(RankKey key) {
        return new LogReader(directory(key), key, limits.blockBytes(), new BlockCache(2));
    }

    /// Reads ranks 0 to `ranks - 1` of an attempt with memory for a few of them.
    public List<LogReader> readers(JobId job, int task, int attempt, int ranks) {
        var cache = new BlockCache(VIEW_BLOCKS);
        return IntStream.range(0, ranks)
                .mapToObj(rank -> new RankKey(job, task, attempt, rank))
                .map(key -> new LogReader(directory(key), key, limits.blockBytes(), cache))
                .toList();
    }

    /// In ascending order.
    public List<JobId> jobs() throws IOException {
        return numbers(root).stream()
                .filter(number -> number > 0)
                .map(JobId::new)
                .toList();
    }

    /// In order of task, attempt and rank.
    public List<RankKey> ranks(JobId job) throws IOException {
        var keys = new ArrayList<RankKey>();
        var top = root.resolve(job.toString());
        for (var task : numbers(top)) {
            for (var attempt : numbers(top.resolve(task + ""))) {
                for (var rank : numbers(top.resolve(task + "/" + attempt))) {
                    if (attempt > 0 && Math.max(task, Math.max(attempt, rank)) <= Integer.MAX_VALUE) {
                        keys.add(new RankKey(job, task.intValue(), attempt.intValue(), rank.intValue()));
                    }
                }
            }
        }
        return keys;
    }

    /// In order of their offsets.
    public List<StoredSegment> segments(RankKey key) throws IOException {
        var stored = new ArrayList<StoredSegment>();
        for (var file : Listing.of(directory(key), key).segments()) {
            stored(file).ifPresent(stored::add);
        }
        return stored;
    }

    /// Empty when it is being sealed or deleted at this moment; the next look finds it in its new form.
    private static Optional<StoredSegment> stored(SegmentFile file) throws IOException {
        try {
            return Optional.of(new StoredSegment(
                    file.name(),
                    file.form() == SegmentFile.Form.SEALED,
                    Files.size(file.path()),
                    Files.getLastModifiedTime(file.path()).toInstant()));
        } catch (NoSuchFileException renamed) {
            return Optional.empty();
        }
    }

    /// What decompressing a sealed segment shows: the output, with a line in place of each gap.
    ///
    /// @return empty when there is no such sealed segment (any more)
    public Optional<Content> content(SegmentName name) throws IOException {
        var sealed = SegmentFile.of(directory(RankKey.of(name)), name, SegmentFile.Form.SEALED);
        try {
            var view = SealedSegment.open(sealed.path(), name.startOffset());
            var bytes = new ByteArrayOutputStream();
            for (var block : view.blocks()) {
                bytes.writeBytes(text(view, block));
            }
            return Optional.of(new Content(view.end(), ByteBuffer.wrap(bytes.toByteArray())));
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        }
    }

    /// @param end offset in the rank's output after the segment
    /// @param bytes at most the size of a segment and its gap lines
    public record Content(long end, ByteBuffer bytes) {}

    private static byte[] text(SealedSegment view, Block block) throws IOException {
        try {
            return block.gap() ? Piece.Gap.bytes(block.length(), Piece.Reason.MISSING) : view.load(block);
        } catch (SegmentView.CorruptBlockException damaged) {
            return Piece.Gap.bytes(block.length(), Piece.Reason.MISSING);
        }
    }

    /// Deletes a sealed segment and records that the quota did. Does nothing when it is not there or not sealed.
    public void discard(SegmentName name) throws IOException {
        var key = RankKey.of(name);
        var directory = directory(key);
        var listing = Listing.of(directory, key);
        var sealed = SegmentFile.of(directory, name, SegmentFile.Form.SEALED);
        var index = listing.segments().indexOf(sealed);
        if (index < 0) {
            return;
        }
        var end = Math.min(
                listing.limit(index),
                SealedSegment.open(sealed.path(), sealed.start()).end());
        if (end > sealed.start()) {
            record(directory, listing.gone(), new Span(sealed.start(), end));
        }
        Files.deleteIfExists(sealed.path());
        Durable.directory(directory);
    }

    /// Neighbours become one record, so that a job which prints for ever does not leave records without end.
    private static void record(Path directory, List<Span> gone, Span added) throws IOException {
        var joined = added;
        for (var span : gone) {
            joined = joined.touches(span) ? joined.join(span) : joined;
        }
        var record = Listing.gonePath(directory, joined);
        if (!Files.exists(record)) {
            Files.createFile(record);
        }
        Durable.directory(directory);
        for (var span : gone) {
            if (!span.equals(joined) && joined.start() <= span.start() && span.end() <= joined.end()) {
                Files.deleteIfExists(Listing.gonePath(directory, span));
            }
        }
    }

    /// Deletes everything of a job; for readers it is gone at once. After a crash [#sweep] goes on.
    public void delete(JobId job) throws IOException {
        var directory = root.resolve(job.toString());
        var doomed = root.resolve(DELETED + job);
        deleteTree(doomed);
        try {
            Durable.rename(directory, doomed);
        } catch (NoSuchFileException nothing) {
            return;
        }
        deleteTree(doomed);
    }

    /// Goes on with deletions that a crash interrupted; call it at the start.
    public void sweep() throws IOException {
        for (var path : children(root)) {
            if (String.valueOf(path.getFileName()).startsWith(DELETED)) {
                deleteTree(path);
            }
        }
    }

    private static void deleteTree(Path path) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            for (var child : children(path)) {
                deleteTree(child);
            }
        }
        Files.deleteIfExists(path);
    }

    private static List<Long> numbers(Path directory) throws IOException {
        return children(directory).stream()
                .map(path -> String.valueOf(path.getFileName()))
                .filter(name -> name.matches("0|[1-9]\\d{0,17}"))
                .map(Long::valueOf)
                .sorted()
                .toList();
    }

    private static List<Path> children(Path directory) throws IOException {
        var children = new ArrayList<Path>();
        try (var entries = Files.newDirectoryStream(directory)) {
            entries.forEach(children::add);
        } catch (NoSuchFileException | NotDirectoryException nothing) {
            return List.of();
        } catch (DirectoryIteratorException failed) {
            throw failed.getCause();
        }
        return children;
    }
}
